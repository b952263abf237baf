"""Questions that the library can answer: examples, and what one would ask next."""
