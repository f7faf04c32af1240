"""The read models of this room."""

from jiaoban.ledger.fields import CodeField
from jiaoban.ledger.models import ReadModel
from jiaoban.roster import tables


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
