"""What was fitted: its weights with their provenance, and the models that read them."""
