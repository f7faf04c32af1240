"""The rules of reports and plans. Pure."""
