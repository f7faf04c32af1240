"""What is decided about company funds. Pure."""
