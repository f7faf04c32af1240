"""Floor 5: the HTTP API - every verb of the program, every read that a page makes, one shape for every problem."""
