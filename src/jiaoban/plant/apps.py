"""The plant as a Django application."""

from django.apps import AppConfig


class PlantConfig(AppConfig):
    """Registers the verbs and tables of the plant."""

    name = "jiaoban.plant"
    label = "plant"
    verbose_name = "设备"

    def ready(self) -> None:
        """Import the use cases, which declares verbs and tables, and the samples, which are made of files."""
        from jiaoban.plant import samples, usecases  # noqa: F401
