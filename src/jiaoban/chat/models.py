"""The read model of the channels, and what stands outside the book: their addresses, and the messages on their way."""

from django.db import models

from jiaoban.chat import tables
from jiaoban.ledger.fields import CodeField
from jiaoban.ledger.models import KEY_LENGTH, SITE_LENGTH, ReadModel


class ChannelRow(ReadModel):
    """A channel."""

    table = tables.CHANNELS
    active = models.BooleanField()

    class Meta:
        db_table = "chat_channel"


class KeptAddress(models.Model):
    """Where a channel's messages go, and the secret that signs them ('': none). Whoever has it can write to the group.

    `free_at`: not before then anything is sent there, by the machine's clock; `failures`: so many tries in a row
    failed.
    """

    key = CodeField(max_length=KEY_LENGTH, primary_key=True)
    site = CodeField(max_length=SITE_LENGTH)
    service = CodeField(max_length=20)
    url = models.TextField()
    secret = models.TextField(default="")
    kept_at = models.DateTimeField()
    free_at = models.DateTimeField(null=True)
    failures = models.IntegerField(default=0)

    class Meta:
        db_table = "chat_address"
        indexes = [models.Index(fields=["site"], name="chat_address_site")]

    def __str__(self) -> str:
        return f"{self.site} {self.key}"


class Read(models.Model):
    """How far the book of a site was read for messages: `upto` acts, the last of which has the id `last`. `restored` is
    the number of the act by which the book was put back from a copy last (-1: never)."""

    site = CodeField(max_length=SITE_LENGTH, primary_key=True)
    upto = models.BigIntegerField()
    last = CodeField(max_length=KEY_LENGTH, default="")
    restored = models.BigIntegerField(default=-1)

    class Meta:
        db_table = "chat_read"

    def __str__(self) -> str:
        return f"{self.site} {self.upto}"


class Message(models.Model):
    """A message of a channel about an act (`act` its id, `seq` its number): what is said, and what became of it.

    `next_at`: not tried before; `until`: given up afterwards; `held_until`: who sends it now has it until then. All by
    the machine's clock. `answer` is what went wrong in the last try, in the service's own words; `status` the kind of
    it (`rules.answers.Failure`).
    """

    site = CodeField(max_length=SITE_LENGTH)
    channel = CodeField(max_length=KEY_LENGTH)
    act = CodeField(max_length=KEY_LENGTH)
    seq = models.BigIntegerField()
    post = CodeField(max_length=KEY_LENGTH, default="")
    sort = CodeField(max_length=60)
    title = models.TextField()
    text = models.TextField()
    language = CodeField(max_length=5, default="zh")
    made_at = models.DateTimeField()
    state = CodeField(max_length=10)
    tries = models.IntegerField(default=0)
    next_at = models.DateTimeField()
    until = models.DateTimeField()
    held_until = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    status = CodeField(max_length=20, default="")
    answer = models.TextField(default="")

    class Meta:
        db_table = "chat_message"
        constraints = [models.UniqueConstraint(fields=["site", "channel", "act"], name="chat_message_once")]
        indexes = [
            models.Index(fields=["state", "next_at"], name="chat_message_due"),
            models.Index(fields=["site", "channel", "seq"], name="chat_message_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.site} {self.channel} {self.seq} {self.state}"
