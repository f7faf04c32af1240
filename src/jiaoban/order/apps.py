"""Standing orders as a Django application."""

from django.apps import AppConfig


class OrderConfig(AppConfig):
    """Registers the verbs and tables of standing orders."""

    name = "jiaoban.order"
    label = "order"
    verbose_name = "运行规定"

    def ready(self) -> None:
        """Import the use cases, which declares verbs and tables, and what is said of them in chat groups."""
        from jiaoban.order import saying, usecases  # noqa: F401
