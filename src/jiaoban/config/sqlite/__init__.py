"""Django's SQLite, with less work around each statement."""
