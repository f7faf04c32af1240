"""The read models of standing orders, as the database keeps them."""

from django.db import models

from jiaoban.ledger.fields import CodeField
from jiaoban.ledger.models import ReadModel
from jiaoban.order import tables


class OrderRow(ReadModel):
    """A version of a standing order."""

    table = tables.ORDERS
    series = CodeField(max_length=200)
    version = models.IntegerField()
    valid_from = models.DateTimeField()
    until = models.DateTimeField()
    issued_at = models.DateTimeField()

    class Meta:
        db_table = "standing_order"
        indexes = [
            models.Index(fields=["site", "until"], name="standing_order_until"),
            models.Index(fields=["site", "series"], name="standing_order_series"),
        ]


class ReadingRow(ReadModel):
    """That a person read a version of a standing order."""

    table = tables.READINGS
    order_key = CodeField(max_length=200)
    person = CodeField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "standing_order_reading"
        indexes = [
            models.Index(fields=["site", "order_key"], name="standing_order_read"),
            models.Index(fields=["site", "person"], name="standing_order_reader"),
        ]
