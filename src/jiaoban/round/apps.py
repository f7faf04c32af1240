"""Rounds as a Django application."""

from django.apps import AppConfig


class RoundConfig(AppConfig):
    """Registers the verbs and tables of rounds."""

    name = "jiaoban.round"
    label = "round"
    verbose_name = "巡检"

    def ready(self) -> None:
        """Import the use cases, which declares verbs and tables."""
        from jiaoban.round import usecases  # noqa: F401
