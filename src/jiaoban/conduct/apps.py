"""Breaches and ladders as a Django application."""

from django.apps import AppConfig


class ConductConfig(AppConfig):
    """Registers the verbs and tables of breaches."""

    name = "jiaoban.conduct"
    label = "conduct"
    verbose_name = "考核"

    def ready(self) -> None:
        """Import the use cases, which declares verbs and tables."""
        from jiaoban.conduct import usecases  # noqa: F401
