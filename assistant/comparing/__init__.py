"""Several cells side by side: the figure of each, what follows from them, the table."""
