"""Questions to answers: scope, retrieval, reading, verification, and every surface."""
