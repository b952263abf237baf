"""What is derived from the store and heals: the keyword index, the mapped file of vectors."""
