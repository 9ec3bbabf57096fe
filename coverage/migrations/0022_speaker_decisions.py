import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("aggregator", "0017_unsettled_index"), ("coverage", "0021_search_stretches")]

    operations = [
        migrations.AlterField(
            model_name="decision",
            name="kind",
            field=models.CharField(
                choices=[
                    ("edit", "edit"),
                    ("merge", "merge"),
                    ("split", "split"),
                    ("move", "move"),
                    ("new", "new story"),
                    ("accept", "accept where it is"),
                    ("reject", "take out of its story"),
                    ("add", "add articles"),
                    ("not news", "not news"),
                    ("hand back", "hand stories back"),
                    ("release", "hand articles back"),
                    ("spans", "quotes and claims"),
                    ("align", "how quotes are carried"),
                    ("statement", "statements"),
                    ("speaker", "speakers"),
                ],
                max_length=9,
            ),
        ),
        migrations.AlterField(
            model_name="correction",
            name="kind",
            field=models.CharField(
                choices=[
                    ("headline", "headline"),
                    ("standfirst", "standfirst"),
                    ("withdrawn", "withdrawn"),
                    ("merged", "merged"),
                    ("moved", "articles moved"),
                    ("quote", "quote"),
                    ("claim", "claim"),
                    ("speaker", "speaker"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="correction",
            name="what",
            field=models.CharField(
                blank=True,
                choices=[
                    ("speaker", "speaker"),
                    ("source", "source"),
                    ("ends", "ends"),
                    ("label", "label"),
                    ("sentence", "sentence"),
                    ("stance", "stance"),
                    ("out", "taken out"),
                    ("name", "name"),
                    ("merged", "merged"),
                    ("parted", "split off"),
                ],
                db_default="",
                default="",
                help_text="Of a quote, claim or speaker: what changed.",
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="correction",
            name="subject",
            field=models.CharField(
                help_text="The story or speaker corrected, as readers knew it.", max_length=300
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="speaker",
            field=models.ForeignKey(
                blank=True,
                help_text="Whose words they are now.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="aggregator.speaker",
            ),
        ),
    ]
