"""Passages to Chroma, questions to hits: dense and keyword legs, fused. Imports ingest only."""
