"""Company funds as a Django application."""

from django.apps import AppConfig


class FundConfig(AppConfig):
    """Registers the verbs and tables of company funds, and what they show for a ladder."""

    name = "jiaoban.fund"
    label = "fund"
    verbose_name = "投入资金"

    def ready(self) -> None:
        """Import the use cases and occasions, which declares them."""
        from jiaoban.fund import occasions, usecases  # noqa: F401
