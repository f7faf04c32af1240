"""The workings of the proof of tampering: who can do what, every way of doing it, and who has to notice."""
