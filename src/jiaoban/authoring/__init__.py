"""Regimes being written in the program: drafts, their checks, publishing by two people, replays over the past."""
