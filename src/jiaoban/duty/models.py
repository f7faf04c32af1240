"""The read models of duties, checklists, readings and observations, as the database keeps it."""

from django.db import models

from jiaoban.duty.tables import CHECKED, DONE, OBSERVATIONS, READINGS
from jiaoban.ledger.fields import CodeField
from jiaoban.ledger.models import ReadModel


class DoneRow(ReadModel):
    """A duty of one post and shift."""

    table = DONE
    post = CodeField(max_length=200)
    shift = CodeField(max_length=100)
    duty = CodeField(max_length=100)
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "duty_done"
        indexes = [models.Index(fields=["site", "post", "shift"], name="duty_shift")]


class ReadingRow(ReadModel):
    """A person's reading of a version of a regime."""

    table = READINGS
    person = CodeField(max_length=200)
    digest = CodeField(max_length=64)

    class Meta:
        db_table = "duty_reading"
        indexes = [models.Index(fields=["site", "digest"], name="duty_reading_of")]


class ObservationRow(ReadModel):
    """What was observed of a person's conduct."""

    table = OBSERVATIONS
    post = CodeField(max_length=200)
    person = CodeField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "duty_observation"
        indexes = [
            models.Index(fields=["site", "post", "at"], name="duty_observed"),
            models.Index(fields=["site", "person", "at"], name="duty_observed_of"),
        ]


class CheckedRow(ReadModel):
    """A person's checklist of a shift."""

    table = CHECKED
    post = CodeField(max_length=200)
    shift = CodeField(max_length=100)
    person = CodeField(max_length=200)

    class Meta:
        db_table = "duty_checked"
        indexes = [models.Index(fields=["site", "post", "shift"], name="duty_checked_shift")]
