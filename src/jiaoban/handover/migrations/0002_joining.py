from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether somebody joins those who hold the post. Nobody did before."""

    dependencies = [
        ("handover", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="handoverrow",
            name="joining",
            field=models.BooleanField(default=False),
        ),
    ]
