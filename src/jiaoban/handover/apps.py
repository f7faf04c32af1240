"""The handover as a Django application."""

from django.apps import AppConfig


class HandoverConfig(AppConfig):
    """Registers the verbs and tables of the handover."""

    name = "jiaoban.handover"
    label = "handover"
    verbose_name = "交接班"

    def ready(self) -> None:
        """Import the use cases, which declares verbs and tables, and what is said of them in chat groups."""
        from jiaoban.handover import saying, usecases  # noqa: F401
