from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("aggregator", "0015_live_articles")]

    operations = [
        migrations.AddField(
            model_name="article",
            name="unsettled",
            field=models.BooleanField(
                db_default=True,
                default=True,
                help_text="It may have no place in a story, or a text that the story was not compared by.",
            ),
        ),
    ]
