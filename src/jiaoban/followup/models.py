"""The read model of follow-ups, as the database keeps it."""

from django.db import models

from jiaoban.followup.tables import FOLLOWUPS
from jiaoban.ledger.fields import CodeField
from jiaoban.ledger.models import ReadModel


class FollowupRow(ReadModel):
    """A follow-up."""

    table = FOLLOWUPS
    post = CodeField(max_length=200)
    status = CodeField(max_length=10)
    owner = CodeField(max_length=200)
    origin = CodeField(max_length=200)
    due_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_shift = CodeField(max_length=100)
    last_at = models.DateTimeField()

    class Meta:
        db_table = "followup"
        indexes = [
            models.Index(fields=["site", "post", "status", "due_at"], name="followup_due"),
            models.Index(fields=["site", "owner", "status", "due_at"], name="followup_owner"),
            models.Index(fields=["site", "post", "closed_at"], name="followup_closed"),
            models.Index(fields=["site", "post", "closed_shift"], name="followup_closed_shift"),
            models.Index(fields=["site", "origin"], name="followup_origin"),
        ]
