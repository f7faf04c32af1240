"""The read models of rounds, as the database keeps them."""

from django.db import models

from jiaoban.ledger.fields import CodeField
from jiaoban.ledger.models import ReadModel
from jiaoban.round import tables


class RouteRow(ReadModel):
    """A route as it is now."""

    table = tables.ROUTES
    post = CodeField(max_length=200)
    in_use = models.BooleanField()

    class Meta:
        db_table = "round_route"
        indexes = [models.Index(fields=["site", "post"], name="round_route_post")]


class VersionRow(ReadModel):
    """A route as it was at one of its versions."""

    table = tables.VERSIONS

    class Meta:
        db_table = "round_version"


class CodeRow(ReadModel):
    """The code of a point that counts."""

    table = tables.CODES
    route = CodeField(max_length=200)
    digest = CodeField(max_length=64)

    class Meta:
        db_table = "round_code"
        indexes = [
            models.Index(fields=["site", "digest"], name="round_code_digest"),
            models.Index(fields=["site", "route"], name="round_code_route"),
        ]


class ReadableRow(ReadModel):
    """A parameter that points may name."""

    table = tables.READABLES
    post = CodeField(max_length=200)
    in_use = models.BooleanField()

    class Meta:
        db_table = "round_readable"
        indexes = [models.Index(fields=["site", "post"], name="round_readable_post")]


class RoundRow(ReadModel):
    """A round."""

    table = tables.ROUNDS
    post = CodeField(max_length=200)
    route = CodeField(max_length=200)
    open = models.BooleanField()
    started_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        db_table = "round"
        indexes = [
            models.Index(fields=["site", "post", "-started_at", "key"], name="round_newest"),
            models.Index(fields=["site", "post", "open"], name="round_open"),
            models.Index(fields=["site", "started_at"], name="round_begun"),
        ]
