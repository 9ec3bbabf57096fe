from django.db import migrations, models


def summaries_are_parts(apps, schema_editor):
    apps.get_model("aggregator", "Article").objects.filter(access="summary").update(access="partial")


def parts_are_summaries(apps, schema_editor):
    apps.get_model("aggregator", "Article").objects.filter(access="partial").update(access="summary")


class Migration(migrations.Migration):
    dependencies = [
        ("aggregator", "0003_archives"),
    ]

    operations = [
        migrations.AlterField(
            model_name="article",
            name="access",
            field=models.CharField(choices=[("full", "full text"), ("partial", "part of the text"), ("none", "nothing")], default="none", max_length=8),
        ),
        migrations.AddField(
            model_name="snapshot",
            name="agreement",
            field=models.FloatField(blank=True, help_text="0 to 1: how much an independent reader found the same; empty: not checked.", null=True),
        ),
        migrations.RunPython(summaries_are_parts, parts_are_summaries),
    ]
