"""Proofs: what the book promises (SECURITY.md) is tested by breaking it, by a command that anyone can run.

Every proof works on a real installation, counts what it did (n), names its seed, and plants at least one bug that it
has to catch: a proof that would not notice a broken program proves nothing.
"""
