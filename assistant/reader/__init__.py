"""The extractive reader: from hits to the report's own sentences, or to an honest refusal."""
