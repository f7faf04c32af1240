"""Absences as a Django application."""

from django.apps import AppConfig


class AbsenceConfig(AppConfig):
    """Registers the verbs and tables of absences."""

    name = "jiaoban.absence"
    label = "absence"
    verbose_name = "请假与召回"

    def ready(self) -> None:
        """Import the use cases, which declares verbs and tables."""
        from jiaoban.absence import usecases  # noqa: F401
