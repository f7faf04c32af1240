"""Registers and people from tables that offices keep in spreadsheets: read, mapped, previewed, taken over whole."""
