"""Messages to a chat group: which channels there are, what went out, and what became of it."""
