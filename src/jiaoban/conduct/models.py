"""The read models of breaches, as the database keeps them."""

from django.db import models

from jiaoban.conduct import tables
from jiaoban.ledger.fields import CodeField
from jiaoban.ledger.models import ReadModel


class CaseRow(ReadModel):
    """A case: one person in one matter."""

    table = tables.CASES
    post = CodeField(max_length=200)
    person = CodeField(max_length=200)
    ladder = CodeField(max_length=200)
    matter = CodeField(max_length=200)
    status = CodeField(max_length=10)
    happened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "conduct_case"
        indexes = [
            models.Index(fields=["site", "person", "ladder"], name="conduct_person"),
            models.Index(fields=["site", "post", "status"], name="conduct_status"),
            models.Index(fields=["site", "post", "-recorded_at"], name="conduct_newest"),
            models.Index(fields=["site", "post", "decided_at"], name="conduct_decided"),
            models.Index(fields=["site", "matter"], name="conduct_matter"),
        ]


class OccasionRow(ReadModel):
    """An occasion that was taken up or set aside."""

    table = tables.OCCASIONS
    post = CodeField(max_length=200)
    source = CodeField(max_length=200)
    dealt = CodeField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        db_table = "conduct_occasion"
        indexes = [models.Index(fields=["site", "post", "-at"], name="conduct_occasion_newest")]
