"""Attendance as a Django application."""

from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    """Registers the verbs and tables of attendance."""

    name = "jiaoban.attendance"
    label = "attendance"
    verbose_name = "考勤"

    def ready(self) -> None:
        """Import the use cases, which declares verbs and tables."""
        from jiaoban.attendance import usecases  # noqa: F401
