"""Customers as a Django application."""

from django.apps import AppConfig


class LeadConfig(AppConfig):
    """Registers the verbs and tables of customers."""

    name = "jiaoban.lead"
    label = "lead"
    verbose_name = "客户"

    def ready(self) -> None:
        """Import the use cases, which declares verbs and tables."""
        from jiaoban.lead import usecases  # noqa: F401
