"""A PDF page's characters to lines, columns, paragraphs and ruled tables."""
