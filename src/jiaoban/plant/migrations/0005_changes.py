from django.db import migrations, models

import jiaoban.ledger.fields


class Migration(migrations.Migration):
    """Changes of state stand in one table. It is a read model: a start makes it again from the acts."""

    dependencies = [
        ("plant", "0004_loans"),
    ]

    operations = [
        migrations.DeleteModel(name="ModeRow"),
        migrations.AddField(
            model_name="changerow",
            name="what",
            field=jiaoban.ledger.fields.CodeField(default="STATE", max_length=10),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="changerow",
            index=models.Index(fields=["site", "equipment", "what", "-at"], name="plant_change_mode"),
        ),
    ]
