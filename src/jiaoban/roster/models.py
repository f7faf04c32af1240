"""The read models of this room."""

from django.db import models

from jiaoban.ledger.fields import CodeField
from jiaoban.ledger.models import KEY_LENGTH, SITE_LENGTH, ReadModel
from jiaoban.roster import grid_tables, swaps, tables, wishes


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


class CellRow(ReadModel):
    """What was ever said by hand of one shift of one day."""

    table = grid_tables.CELLS
    post = CodeField(max_length=60)
    day_text = CodeField(max_length=10)

    class Meta:
        db_table = "roster_cell"
        indexes = [models.Index(fields=["site", "post", "day_text"], name="roster_cell_post")]


class GridChangeRow(ReadModel):
    """A change of the grid."""

    table = grid_tables.CHANGES
    post = CodeField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        db_table = "roster_change"
        indexes = [models.Index(fields=["site", "post", "-at"], name="roster_change_newest")]


class CalendarRow(ReadModel):
    """A day that the site's calendar says something of."""

    table = grid_tables.CALENDAR
    day_text = CodeField(max_length=10)

    class Meta:
        db_table = "roster_calendar"
        indexes = [models.Index(fields=["site", "day_text"], name="roster_calendar_day")]


class FeedRow(ReadModel):
    """A subscription to a roster."""

    table = grid_tables.FEEDS
    subscriber = CodeField(max_length=KEY_LENGTH)
    open = models.BooleanField()

    class Meta:
        db_table = "roster_feed"
        indexes = [models.Index(fields=["site", "subscriber"], name="roster_feed_subscriber")]


class WishRow(ReadModel):
    """What somebody wishes for a day."""

    table = wishes.WISHES
    post = CodeField(max_length=60)
    person = CodeField(max_length=60)
    day_text = CodeField(max_length=10)

    class Meta:
        db_table = "roster_wish"


class Proposal(models.Model):
    """A roster that is asked for, searched, and found: outside of the book, for it can be made again at any time.

    `asked` is the request, `problem` the question as it stood then, `answer` what came of it (JSON). `turn` counts up
    with every change; `worker` is a fresh name for each try; `seen_at` when the worker was last heard of.
    """

    key = CodeField(max_length=64, primary_key=True)
    site = CodeField(max_length=SITE_LENGTH)
    post = CodeField(max_length=60)
    month = models.DateField()
    asked = models.TextField()
    problem = models.TextField()
    asked_by = CodeField(max_length=KEY_LENGTH)
    asked_at = models.DateTimeField()
    state = CodeField(max_length=10)
    stop = models.BooleanField(default=False)
    progress = models.TextField(default="")
    turn = models.BigIntegerField(default=0)
    worker = CodeField(max_length=64, default="")
    seen_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    answer = models.TextField(default="")

    class Meta:
        db_table = "roster_proposal"
        indexes = [
            models.Index(fields=["site", "post", "month", "asked_at"], name="roster_proposal_of"),
            models.Index(fields=["state"], name="roster_proposal_state"),
        ]

    def __str__(self) -> str:
        return f"{self.site} {self.post} {self.month} {self.state}"
