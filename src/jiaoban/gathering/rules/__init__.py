"""What decides about gatherings. Pure."""
