"""Careers as a Django application."""

from django.apps import AppConfig


class CareerConfig(AppConfig):
    """Registers the verbs and the table of careers."""

    name = "jiaoban.career"
    label = "career"
    verbose_name = "任职与转正"

    def ready(self) -> None:
        """Import the use cases, which declares verbs and table."""
        from jiaoban.career import usecases  # noqa: F401
