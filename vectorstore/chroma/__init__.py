"""The store: Chroma embedded or on a server, its rows, the records of reports, the writer's lease."""
