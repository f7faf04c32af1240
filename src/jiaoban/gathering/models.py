"""The read models of gatherings, as the database keeps them."""

from django.db import models

from jiaoban.gathering import tables
from jiaoban.ledger.fields import CodeField
from jiaoban.ledger.models import ReadModel


class GatheringRow(ReadModel):
    """A daily meeting, or one that was announced."""

    table = tables.GATHERINGS
    post = CodeField(max_length=200)
    rule = CodeField(max_length=60)
    plant_wide = models.BooleanField()
    begins_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "gathering"
        indexes = [
            models.Index(fields=["site", "post", "-begins_at"], name="gathering_newest"),
            models.Index(fields=["site", "plant_wide", "begins_at"], name="gathering_plant_wide"),
        ]


class CountDayRow(ReadModel):
    """The calls of the count of a day at a post."""

    table = tables.COUNTS
    post = CodeField(max_length=200)
    day_text = CodeField(max_length=10)

    class Meta:
        db_table = "gathering_count"
        indexes = [models.Index(fields=["site", "post", "day_text"], name="gathering_count_day")]


class HostsRow(ReadModel):
    """The people of a post among whom the host changes."""

    table = tables.HOSTS

    class Meta:
        db_table = "gathering_hosts"
