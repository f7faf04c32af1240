"""Periodic duties as a Django application."""

from django.apps import AppConfig


class DutyConfig(AppConfig):
    """Registers the verbs and tables of periodic duties."""

    name = "jiaoban.duty"
    label = "duty"
    verbose_name = "例行工作"

    def ready(self) -> None:
        """Import the use cases, which declares verbs and tables."""
        from jiaoban.duty import usecases  # noqa: F401
