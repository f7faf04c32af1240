"""The read models of reports and quiet hours, as the database keeps them."""

from django.db import models

from jiaoban.ledger.fields import CodeField
from jiaoban.ledger.models import ReadModel
from jiaoban.report import tables


class ReportRow(ReadModel):
    """A report or plan of a person, for the day on which it is due."""

    table = tables.REPORTS
    post = CodeField(max_length=200)
    form = CodeField(max_length=60)
    person = CodeField(max_length=200)
    day_text = CodeField(max_length=10)

    class Meta:
        db_table = "report"
        indexes = [
            models.Index(fields=["site", "post", "day_text"], name="report_day"),
            models.Index(fields=["site", "person", "day_text"], name="report_person"),
        ]


class QuietRow(ReadModel):
    """What somebody did in a quiet hour."""

    table = tables.QUIETS
    post = CodeField(max_length=200)
    person = CodeField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "report_quiet"
        indexes = [models.Index(fields=["site", "post", "at"], name="report_quiet_at")]
