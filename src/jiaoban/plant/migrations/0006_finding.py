from django.db import migrations, models

import jiaoban.ledger.fields


def finding() -> jiaoban.ledger.fields.CodeField:
    """The column; the rows are made again when the program starts."""
    return jiaoban.ledger.fields.CodeField(default="", max_length=500)


class Migration(migrations.Migration):
    dependencies = [
        ("plant", "0005_changes"),
    ]

    operations = [
        migrations.AddField(model_name="equipmentrow", name="finding", field=finding(), preserve_default=False),
        migrations.AddField(model_name="parameterrow", name="finding", field=finding(), preserve_default=False),
        migrations.AddIndex(
            model_name="equipmentrow",
            index=models.Index(fields=["site", "in_use", "post", "finding"], name="plant_equipment_find"),
        ),
        migrations.AddIndex(
            model_name="parameterrow",
            index=models.Index(fields=["site", "in_use", "post", "finding"], name="plant_parameter_find"),
        ),
    ]
