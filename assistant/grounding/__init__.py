"""The promise, checked by code: every figure of an answer against what it cites."""
