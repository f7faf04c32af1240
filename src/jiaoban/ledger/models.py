"""The tables of the book itself, and the base of every read model that acts are folded into."""

from typing import Any, ClassVar

from django.db import models

from jiaoban.kernel.book import Table
from jiaoban.kernel.personal import REF_LENGTH
from jiaoban.ledger.fields import CodeField

SITE_LENGTH = 64
KEY_LENGTH = 200
COMMAND_LENGTH = 128


class LedgerAct(models.Model):
    """One act. `body` is the canonical bytes as they were hashed; the other columns repeat parts of it."""

    pk = models.CompositePrimaryKey("site", "seq")
    site = CodeField(max_length=SITE_LENGTH)
    seq = models.BigIntegerField()
    command = CodeField(max_length=COMMAND_LENGTH)
    part = models.IntegerField()
    request = CodeField(max_length=64)
    kind = CodeField(max_length=100)
    version = models.IntegerField()
    actor = CodeField(max_length=KEY_LENGTH)
    post = CodeField(max_length=KEY_LENGTH)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    device_at = models.DateTimeField(null=True)
    regime = CodeField(max_length=64)
    clauses = models.TextField()
    body = models.BinaryField()
    leaf = models.BinaryField(max_length=32)

    class Meta:
        db_table = "ledger_act"
        constraints = [
            models.UniqueConstraint(fields=["site", "command", "part"], name="ledger_act_once"),
            models.CheckConstraint(condition=models.Q(seq__gte=0), name="ledger_act_from_0"),
        ]

    def __str__(self) -> str:
        return f"{self.site}#{self.seq} {self.kind}"


class LedgerHead(models.Model):
    """Where a site's book ends now. Locking this row is what makes appends to one site follow one another.

    `frontier` is `tlog.merkle.Frontier.to_bytes()`; `checkpoint_size` the size of the newest checkpoint, 0 before the
    first.
    """

    site = CodeField(max_length=SITE_LENGTH, primary_key=True)
    size = models.BigIntegerField()
    frontier = models.BinaryField()
    root = models.BinaryField(max_length=32)
    last_recorded_at = models.DateTimeField(null=True)
    checkpoint_size = models.BigIntegerField(default=0)

    class Meta:
        db_table = "ledger_head"

    def __str__(self) -> str:
        return f"{self.site}: {self.size}"


class LedgerNode(models.Model):
    """The hash of a complete subtree of the Merkle tree, level 1 and up; level 0 is the leaf beside its act."""

    pk = models.CompositePrimaryKey("site", "level", "index")
    site = CodeField(max_length=SITE_LENGTH)
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "ledger_node"

    def __str__(self) -> str:
        return f"{self.site} ({self.level}, {self.index})"


class LedgerCheckpoint(models.Model):
    """A signed checkpoint (C2SP tlog-checkpoint) as it was given out: `note` is the whole signed text."""

    pk = models.CompositePrimaryKey("site", "size")
    site = CodeField(max_length=SITE_LENGTH)
    size = models.BigIntegerField()
    note = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "ledger_checkpoint"

    def __str__(self) -> str:
        return f"{self.site} @ {self.size}"


class LedgerShape(models.Model):
    """The shape in which a read model was last made as a whole; by it a newer program knows that it must be again."""

    name = CodeField(max_length=100, primary_key=True)
    digest = CodeField(max_length=64)

    class Meta:
        db_table = "ledger_shape"

    def __str__(self) -> str:
        return f"{self.name} {self.digest}"


class PersonalValue(models.Model):
    """A personal value behind a reference in the book (kernel/personal.py). It is no part of the book: no act needs it,
    no rebuild makes it, and to erase somebody is to delete it."""

    ref = CodeField(max_length=REF_LENGTH, primary_key=True)
    site = CodeField(max_length=SITE_LENGTH)
    kind = CodeField(max_length=60)
    found_by = CodeField(max_length=COMMAND_LENGTH + 60)
    value = models.TextField()
    salt = CodeField(max_length=64)
    subject = CodeField(max_length=KEY_LENGTH + 60)
    kept_at = models.DateTimeField()

    class Meta:
        db_table = "ledger_personal"
        constraints = [models.UniqueConstraint(fields=["site", "kind", "found_by"], name="ledger_personal_found_by")]
        indexes = [models.Index(fields=["site", "subject"], name="ledger_personal_subject")]

    def __str__(self) -> str:
        return f"{self.site}/{self.ref[:12]} ({self.kind})"


class ReadModel(models.Model):
    """The base of every read model: a subclass names its `table` and has one field for each column of that table.

    `state` is the whole state as JSON; the other columns repeat parts of it to be found by; `seq` is the number of the
    last
    act that was folded into the row. Only the ledger writes these rows.
    """

    table: ClassVar[Table[Any]]

    pk = models.CompositePrimaryKey("site", "key")
    site = CodeField(max_length=SITE_LENGTH)
    key = CodeField(max_length=KEY_LENGTH)
    seq = models.BigIntegerField()
    state = models.TextField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.site}/{self.key}"


OWN_COLUMNS = frozenset({"pk", "site", "key", "seq", "state"})
"""The fields that every read model has besides the columns of its table."""


def read_models() -> dict[str, list[type[ReadModel]]]:
    """Return the concrete read models by the name of their table; a sound program has exactly one for each."""
    found: dict[str, list[type[ReadModel]]] = {}
    todo: list[type[ReadModel]] = list(ReadModel.__subclasses__())
    while todo:
        model = todo.pop()
        todo.extend(model.__subclasses__())
        if not model._meta.abstract and hasattr(model, "table"):
            found.setdefault(model.table.name, []).append(model)
    return found


_MODELS: dict[str, type[ReadModel]] = {}


def model_of(table: Table[Any]) -> type[ReadModel]:
    """Return the read model of a table; raises `LookupError` when the table has none."""
    if table.name not in _MODELS:
        models_now = read_models().get(table.name)
        if not models_now:
            raise LookupError(f"table {table.name} has no read model; add one to the models.py of its room")
        _MODELS[table.name] = models_now[0]
    return _MODELS[table.name]


def column_fields(model: type[ReadModel]) -> set[str]:
    """Return the names of the model's fields that stand for columns of its table."""
    return {field.name for field in model._meta.get_fields()} - OWN_COLUMNS
