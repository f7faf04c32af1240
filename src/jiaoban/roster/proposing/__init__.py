"""Proposing a roster: the question in plain values, its linear form, the solver apart, and what its answer means."""
