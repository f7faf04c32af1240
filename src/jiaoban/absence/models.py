"""The read models of absences, as the database keeps them."""

from django.db import models

from jiaoban.absence import tables
from jiaoban.ledger.fields import CodeField
from jiaoban.ledger.models import ReadModel


class AbsenceRow(ReadModel):
    """An absence."""

    table = tables.ABSENCES
    post = CodeField(max_length=200)
    person = CodeField(max_length=200)
    status = CodeField(max_length=10)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    back_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "absence"
        indexes = [
            models.Index(fields=["site", "status", "until_at"], name="absence_until"),
            models.Index(fields=["site", "person", "until_at"], name="absence_person"),
            models.Index(fields=["site", "post", "-asked_at"], name="absence_newest"),
        ]


class AllowanceRow(ReadModel):
    """An exception to the notice of a request."""

    table = tables.ALLOWANCES
    person = CodeField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "absence_allowance"


class RecallRow(ReadModel):
    """A recall."""

    table = tables.RECALLS
    post = CodeField(max_length=200)
    person = CodeField(max_length=200)
    absence = CodeField(max_length=200)
    open = models.BooleanField()
    sent_at = models.DateTimeField()

    class Meta:
        db_table = "absence_recall"
        indexes = [
            models.Index(fields=["site", "person", "open"], name="absence_recall_open"),
            models.Index(fields=["site", "post", "-sent_at"], name="absence_recall_newest"),
        ]
