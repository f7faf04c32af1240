"""Senseless and hostile input of every kind: to the API, to pages and forms, as packs, as files."""
