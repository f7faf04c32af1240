import jiaoban.ledger.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Suggestions, and the post of the department that a follow-up was put to. None was before."""

    dependencies = [
        ("followup", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SuggestionRow",
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
                ("standing", jiaoban.ledger.fields.CodeField(max_length=10)),
                ("at", models.DateTimeField()),
                ("by", jiaoban.ledger.fields.CodeField(max_length=200)),
            ],
            options={
                "db_table": "followup_suggestion",
            },
        ),
        migrations.AddField(
            model_name="followuprow",
            name="sees",
            field=jiaoban.ledger.fields.CodeField(default="", max_length=200),
        ),
        migrations.AddIndex(
            model_name="followuprow",
            index=models.Index(fields=["site", "sees", "status"], name="followup_sees"),
        ),
        migrations.AddIndex(
            model_name="suggestionrow",
            index=models.Index(fields=["site", "post", "at"], name="suggestion_post"),
        ),
    ]
