"""Breaches and ladders: cases, the step that a regime names for each, hearing, decision, appeal, and what follows."""
