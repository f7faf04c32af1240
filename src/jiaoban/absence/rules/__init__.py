"""What may be asked for, taken over, approved and answered. Pure."""
