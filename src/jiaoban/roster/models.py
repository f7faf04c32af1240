"""The read models of this room."""

from django.db import models

from jiaoban.ledger.fields import CodeField
from jiaoban.ledger.models import ReadModel
from jiaoban.roster import swaps, tables


class RotationRow(ReadModel):
    """The rotations of a post."""

    table = tables.ROTATIONS

    class Meta:
        db_table = "roster_rotation"


class ManningRow(ReadModel):
    """The people of a crew at a post."""

    table = tables.MANNINGS
    post = CodeField(max_length=60)

    class Meta:
        db_table = "roster_manning"


class AssignmentRow(ReadModel):
    """An exception for one shift of one day."""

    table = tables.ASSIGNMENTS
    post = CodeField(max_length=60)
    day_text = CodeField(max_length=10)

    class Meta:
        db_table = "roster_assignment"


class SwapRow(ReadModel):
    """A swap that somebody asked for."""

    table = swaps.SWAPS
    post = CodeField(max_length=60)
    asker = CodeField(max_length=60)
    colleague = CodeField(max_length=60)
    status = CodeField(max_length=12)
    begins_at = models.DateTimeField()

    class Meta:
        db_table = "roster_swap"
