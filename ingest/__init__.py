"""Files to passages: read, normalise, outline, passages. Knows nothing of stores or models."""
