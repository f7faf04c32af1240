"""The read model of meetings, as the database keeps it."""

from django.db import models

from jiaoban.ledger.fields import CodeField
from jiaoban.ledger.models import ReadModel
from jiaoban.meeting.tables import MEETINGS


class MeetingRow(ReadModel):
    """A meeting."""

    table = MEETINGS
    post = CodeField(max_length=200)
    occasion = CodeField(max_length=200)
    kind = CodeField(max_length=10)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "meeting"
        indexes = [
            models.Index(fields=["site", "occasion", "opened_at"], name="meeting_occasion"),
            models.Index(fields=["site", "post", "-opened_at"], name="meeting_newest"),
        ]
