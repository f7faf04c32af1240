"""The read model of drafts, and what stands outside the book: replays, which can be made again at any time."""

from django.db import models

from jiaoban.authoring import tables
from jiaoban.ledger.fields import CodeField
from jiaoban.ledger.models import KEY_LENGTH, SITE_LENGTH, ReadModel


class DraftRow(ReadModel):
    """A draft of a regime; `published` is the digest of the version that it became."""

    table = tables.DRAFTS
    regime = CodeField(max_length=60)
    stage = CodeField(max_length=20)
    changed_at = models.DateTimeField()
    published = CodeField(max_length=64)

    class Meta:
        db_table = "authoring_draft"
        indexes = [models.Index(fields=["site", "changed_at"], name="authoring_draft_newest")]


class Replay(models.Model):
    """A replay of a pack over the past of a site: asked for, running, and what came of it.

    `done` of `total` acts are behind it; `turn` counts up with every change, so that whoever listens sees one.
    `worker` is a fresh name for each try; `seen_at` when the worker was last heard of, by the machine's clock.
    """

    key = CodeField(max_length=64, primary_key=True)
    site = CodeField(max_length=SITE_LENGTH)
    draft = CodeField(max_length=KEY_LENGTH)
    digest = CodeField(max_length=64)
    version = CodeField(max_length=40)
    since = models.DateField(null=True)
    asked_by = CodeField(max_length=KEY_LENGTH)
    asked_at = models.DateTimeField()
    state = CodeField(max_length=10)
    stop = models.BooleanField(default=False)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    handovers = models.BigIntegerField(default=0)
    otherwise = models.BigIntegerField(default=0)
    turn = models.BigIntegerField(default=0)
    worker = CodeField(max_length=64, default="")
    seen_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0)
    report = models.TextField(default="")

    class Meta:
        db_table = "authoring_replay"
        indexes = [
            models.Index(fields=["site", "draft", "asked_at"], name="authoring_replay_of"),
            models.Index(fields=["state"], name="authoring_replay_state"),
        ]

    def __str__(self) -> str:
        return f"{self.site} {self.key} {self.state}"
