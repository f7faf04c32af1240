"""The read models of follow-ups and suggestions, as the database keeps it."""

from django.db import models

from jiaoban.followup.tables import FOLLOWUPS, SUGGESTIONS
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
    sees = CodeField(max_length=200, default="")

    class Meta:
        db_table = "followup"
        indexes = [
            models.Index(fields=["site", "post", "status", "due_at"], name="followup_due"),
            models.Index(fields=["site", "owner", "status", "due_at"], name="followup_owner"),
            models.Index(fields=["site", "post", "closed_at"], name="followup_closed"),
            models.Index(fields=["site", "post", "closed_shift"], name="followup_closed_shift"),
            models.Index(fields=["site", "origin"], name="followup_origin"),
            models.Index(fields=["site", "sees", "status"], name="followup_sees"),
        ]


class SuggestionRow(ReadModel):
    """A suggestion."""

    table = SUGGESTIONS
    post = CodeField(max_length=200)
    standing = CodeField(max_length=10)
    at = models.DateTimeField()
    by = CodeField(max_length=200)

    class Meta:
        db_table = "followup_suggestion"
        indexes = [models.Index(fields=["site", "post", "at"], name="suggestion_post")]
