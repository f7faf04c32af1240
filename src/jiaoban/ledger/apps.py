"""The ledger as a Django application: its checks, its triggers, its SQLite function."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    """Registers the checks and puts the triggers back after every migration."""

    name = "jiaoban.ledger"
    label = "ledger"
    verbose_name = "账簿"

    def ready(self) -> None:
        """Connect the signals; importing `checks` registers them, importing `acts` declares the ledger's own kinds."""
        from jiaoban.ledger import acts, checks, search, triggers, trouble

        acts.declared()
        checks.declared()
        connection_created.connect(search.add_sqlite_functions, dispatch_uid="ledger.search")
        connection_created.connect(trouble.keep_none_that_only_reads, dispatch_uid="ledger.trouble")
        post_migrate.connect(triggers.after_migrate, dispatch_uid="ledger.triggers")
