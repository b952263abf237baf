"""Passages to Chroma, questions to hits: dense and keyword legs, fused. Imports ingest only.

    in:   library.open_library → Library.write (commit, collection, records) → keyword.sync
    out:  retriever.HybridRetriever.search → dense + keyword → fusion → rerank → SearchResult

Nothing is imported here: the settings must be cheap to load.
"""
