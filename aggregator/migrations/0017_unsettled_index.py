"""What the workers' sweeps look at is found without looking at the articles that are settled."""

from django.db import migrations, models

from aggregator.quiet_index import AddIndexQuietly


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("aggregator", "0016_unsettled")]

    operations = [
        AddIndexQuietly(
            model_name="article",
            index=models.Index(
                condition=models.Q(("state", "read"), ("unsettled", True)), fields=["id"], name="article_unsettled"
            ),
        ),
    ]
