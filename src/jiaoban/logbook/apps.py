"""The logbook as a Django application."""

from django.apps import AppConfig


class LogbookConfig(AppConfig):
    """Registers the verbs and tables of the logbook."""

    name = "jiaoban.logbook"
    label = "logbook"
    verbose_name = "运行日志"

    def ready(self) -> None:
        """Import the use cases, which declares verbs and tables."""
        from jiaoban.logbook import usecases  # noqa: F401
