"""Written notices of a dispute: who may give one, to whom, and what becomes of it."""
