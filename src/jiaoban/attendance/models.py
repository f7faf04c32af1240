"""The read models of attendance, as the database keeps them."""

from django.db import models

from jiaoban.attendance import tables
from jiaoban.ledger.fields import CodeField
from jiaoban.ledger.models import ReadModel


class PresenceRow(ReadModel):
    """That a person was at a post for a while."""

    table = tables.PRESENCES
    post = CodeField(max_length=200)
    person = CodeField(max_length=200)
    came_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    counts = models.BooleanField()

    class Meta:
        db_table = "attendance_presence"
        indexes = [
            models.Index(fields=["site", "post", "came_at"], name="attendance_at_post"),
            models.Index(fields=["site", "person", "came_at"], name="attendance_of_person"),
            models.Index(fields=["site", "left_at"], name="attendance_still_there"),
        ]


class CodeRow(ReadModel):
    """The code of a post that is scanned there."""

    table = tables.CODES
    digest = CodeField(max_length=64)

    class Meta:
        db_table = "attendance_code"
        indexes = [models.Index(fields=["site", "digest"], name="attendance_scanned")]
