"""An outlet's latest live articles are found without looking at the others."""

from django.db import migrations, models

from aggregator.quiet_index import AddIndexQuietly


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("aggregator", "0014_set_by_person"),
    ]

    operations = [
        AddIndexQuietly(
            model_name="article",
            index=models.Index(
                condition=models.Q(("origin", "live"), ("state", "read")), fields=["outlet", "-id"], name="article_live"
            ),
        ),
    ]
