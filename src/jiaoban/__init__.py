"""Jiaoban (交班): runs a workplace's written shift-handover regime and keeps its book."""

__version__ = "0.1.0"
