"""Pages that look at several rooms at once; a page about one room lies in that room's `pages.py`."""
