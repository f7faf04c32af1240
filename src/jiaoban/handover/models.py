"""The read models of handovers and of who holds a post, as the database keeps them."""

from django.db import models

from jiaoban.handover.tables import FINDINGS, HANDOVERS, STAYS, TENURES
from jiaoban.ledger.fields import CodeField
from jiaoban.ledger.models import ReadModel


class HandoverRow(ReadModel):
    """A handover."""

    table = HANDOVERS
    post = CodeField(max_length=200)
    stage = CodeField(max_length=20)
    ending = CodeField(max_length=20)
    month = CodeField(max_length=7)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    exceptional = models.BooleanField()
    joining = models.BooleanField(default=False)

    class Meta:
        db_table = "handover"
        indexes = [
            models.Index(fields=["site", "stage", "opened_at"], name="handover_stage"),
            models.Index(fields=["site", "post", "-closed_at"], name="handover_closed"),
            models.Index(fields=["site", "month", "opened_at"], name="handover_month"),
        ]


class TenureRow(ReadModel):
    """A holding of a post: who was responsible from when to when."""

    table = TENURES
    post = CodeField(max_length=200)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    begun_seq = models.BigIntegerField()

    class Meta:
        db_table = "handover_tenure"
        indexes = [
            models.Index(fields=["site", "post", "until"], name="tenure_until"),
            models.Index(fields=["site", "post", "-since"], name="tenure_since"),
        ]
        constraints = [
            # One holding of a post runs at a time: the database refuses a second even if a rule were wrong.
            models.UniqueConstraint(
                fields=["site", "post"], condition=models.Q(until__isnull=True), name="tenure_one_running"
            ),
        ]


class StayRow(ReadModel):
    """A duty that survived a signature."""

    table = STAYS
    post = CodeField(max_length=200)
    person = CodeField(max_length=200)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "handover_stay"
        indexes = [models.Index(fields=["site", "person", "done_at", "due_at"], name="stay_person")]


class FindingRow(ReadModel):
    """A finding and who answers for it."""

    table = FINDINGS
    post = CodeField(max_length=200)
    handover = CodeField(max_length=200)
    found_at = models.DateTimeField()

    class Meta:
        db_table = "handover_finding"
        indexes = [
            models.Index(fields=["site", "post", "-found_at"], name="finding_post"),
            models.Index(fields=["site", "handover"], name="finding_handover"),
        ]
