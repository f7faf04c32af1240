"""What is decided about careers. Pure."""
