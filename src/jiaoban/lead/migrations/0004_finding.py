from django.db import migrations, models


class Migration(migrations.Migration):
    """Somebody's customers of a stage are found at once, however many customers there are."""

    dependencies = [
        ("lead", "0003_aftersales"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="leadrow",
            index=models.Index(fields=["site", "post", "stand", "last_by", "-touched_at"], name="lead_by_stand_person"),
        ),
    ]
