import jiaoban.ledger.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Checklists by person, readings of the regime, observations of conduct."""

    dependencies = [
        ("duty", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CheckedRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "site", "key", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("site", jiaoban.ledger.fields.CodeField(max_length=64)),
                ("key", jiaoban.ledger.fields.CodeField(max_length=200)),
                ("seq", models.BigIntegerField()),
                ("state", models.TextField()),
                ("post", jiaoban.ledger.fields.CodeField(max_length=200)),
                ("shift", jiaoban.ledger.fields.CodeField(max_length=100)),
                ("person", jiaoban.ledger.fields.CodeField(max_length=200)),
            ],
            options={
                "db_table": "duty_checked",
                "indexes": [models.Index(fields=["site", "post", "shift"], name="duty_checked_shift")],
            },
        ),
        migrations.CreateModel(
            name="ObservationRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "site", "key", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("site", jiaoban.ledger.fields.CodeField(max_length=64)),
                ("key", jiaoban.ledger.fields.CodeField(max_length=200)),
                ("seq", models.BigIntegerField()),
                ("state", models.TextField()),
                ("post", jiaoban.ledger.fields.CodeField(max_length=200)),
                ("person", jiaoban.ledger.fields.CodeField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "duty_observation",
                "indexes": [
                    models.Index(fields=["site", "post", "at"], name="duty_observed"),
                    models.Index(fields=["site", "person", "at"], name="duty_observed_of"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadingRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "site", "key", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("site", jiaoban.ledger.fields.CodeField(max_length=64)),
                ("key", jiaoban.ledger.fields.CodeField(max_length=200)),
                ("seq", models.BigIntegerField()),
                ("state", models.TextField()),
                ("person", jiaoban.ledger.fields.CodeField(max_length=200)),
                ("digest", jiaoban.ledger.fields.CodeField(max_length=64)),
            ],
            options={
                "db_table": "duty_reading",
                "indexes": [models.Index(fields=["site", "digest"], name="duty_reading_of")],
            },
        ),
    ]
