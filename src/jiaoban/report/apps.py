"""Reports and plans as a Django application."""

from django.apps import AppConfig


class ReportConfig(AppConfig):
    """Registers the verbs and tables of reports, and what they tell other rooms."""

    name = "jiaoban.report"
    label = "report"
    verbose_name = "报表与计划"

    def ready(self) -> None:
        """Import the use cases and what is told to others, which declares them."""
        from jiaoban.report import proposing, saying, telling, usecases  # noqa: F401
