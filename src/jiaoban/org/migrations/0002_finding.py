from django.db import migrations, models

import jiaoban.ledger.fields


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="personrow",
            name="finding",
            field=jiaoban.ledger.fields.CodeField(default="", max_length=500),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="personrow",
            index=models.Index(fields=["site", "active", "finding"], name="org_person_find"),
        ),
    ]
