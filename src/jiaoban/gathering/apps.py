"""Gatherings as a Django application."""

from django.apps import AppConfig


class GatheringConfig(AppConfig):
    """Registers the verbs and tables of gatherings."""

    name = "jiaoban.gathering"
    label = "gathering"
    verbose_name = "例会与报数"

    def ready(self) -> None:
        """Import the use cases, which declares verbs and tables."""
        from jiaoban.gathering import usecases  # noqa: F401
