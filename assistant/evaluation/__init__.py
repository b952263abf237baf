"""Measure the assistant on questions with known answers: cases → run → verdicts → report.

`wenbao eval` is the surface. Everything but the asking is pure, and the asking is handed in.
"""
