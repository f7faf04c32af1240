"""The rules of follow-ups and suggestions. Pure."""
