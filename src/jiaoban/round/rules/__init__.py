"""What rounds may and may not. Pure."""
