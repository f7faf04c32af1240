"""The index of pieces of text (docs/adr/0009). Its rows are made from the read models', after the migrations."""

from django.db import migrations

SQLITE = (
    "CREATE TABLE ledger_line (id integer PRIMARY KEY, read_model text NOT NULL, site text NOT NULL, key text NOT NULL)",
    # "ascii" splits at ASCII signs alone and knows no version of Unicode: what a piece is, is decided before.
    "CREATE VIRTUAL TABLE ledger_words USING fts5(pieces, content='', columnsize=0, detail=none, tokenize='ascii')",
)
POSTGRESQL = (
    """CREATE TABLE ledger_line (
        read_model varchar(100) COLLATE "C" NOT NULL,
        site varchar(64) COLLATE "C" NOT NULL,
        key varchar(200) COLLATE "C" NOT NULL,
        moment bigint NOT NULL,
        words tsvector NOT NULL,
        PRIMARY KEY (read_model, site, key)
    )""",
    "CREATE INDEX ledger_line_words ON ledger_line USING gin (words)",
)


def make(apps, schema_editor):
    for sql in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(sql, params=None)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE ledger_words")
    schema_editor.execute("DROP TABLE ledger_line")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_shapes")]
    operations = [migrations.RunPython(make, drop)]
