"""The read models of the logbook, as the database keeps them."""

from django.db import models

from jiaoban.ledger.fields import CodeField
from jiaoban.ledger.models import ReadModel
from jiaoban.logbook.tables import ENTRIES, LINKABLES


class EntryRow(ReadModel):
    """An entry."""

    table = ENTRIES
    post = CodeField(max_length=200)
    category = CodeField(max_length=20)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    author = CodeField(max_length=200)
    shift = CodeField(max_length=100)
    written_shift = CodeField(max_length=100)
    late = models.BooleanField()
    late_shift = models.BooleanField()
    equipment = CodeField(max_length=200)
    matter = CodeField(max_length=200)
    struck_out = models.BooleanField()
    last_at = models.DateTimeField()
    all_text = models.TextField()

    class Meta:
        db_table = "logbook_entry"
        indexes = [
            models.Index(fields=["site", "post", "-occurred_at", "key"], name="logbook_entry_newest"),
            models.Index(fields=["site", "post", "category", "-occurred_at", "key"], name="logbook_entry_category"),
            models.Index(fields=["site", "post", "shift", "occurred_at"], name="logbook_entry_shift"),
            models.Index(
                fields=["site", "post", "written_shift", "recorded_at"],
                condition=models.Q(late_shift=True),
                name="logbook_entry_reached",
            ),
            models.Index(
                fields=["site", "post", "-occurred_at", "key"], condition=models.Q(late=True), name="logbook_entry_late"
            ),
            models.Index(fields=["site", "post", "recorded_at"], name="logbook_entry_recorded"),
            models.Index(fields=["site", "post", "last_at"], name="logbook_entry_changed"),
            models.Index(fields=["site", "matter"], name="logbook_entry_matter"),
            models.Index(fields=["site", "equipment", "-occurred_at"], name="logbook_entry_equipment"),
        ]


class LinkableRow(ReadModel):
    """Equipment or a matter that an entry may be linked to."""

    table = LINKABLES

    class Meta:
        db_table = "logbook_linkable"
