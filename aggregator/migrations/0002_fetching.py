"""Feeds that move, end and freeze: their addresses, their rhythm, the alarm."""

from django.db import migrations, models


def keep_what_is_known(apps, schema_editor):
    Feed = apps.get_model("aggregator", "Feed")
    Feed.objects.update(named_url=models.F("url"))
    Feed.objects.filter(gone=True).update(ended="gone")
    settle(schema_editor)


def keep_what_was_known(apps, schema_editor):
    Feed = apps.get_model("aggregator", "Feed")
    Feed.objects.exclude(ended="").update(gone=True)
    Feed.objects.update(url=models.F("named_url"))
    settle(schema_editor)


def settle(schema_editor):
    """PostgreSQL alters no table of whose rows it has still to check the foreign keys."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [("aggregator", "0001_initial")]

    operations = [
        migrations.AddField(
            "feed", "ended", models.CharField(blank=True, max_length=60, help_text="Why it is asked no more.", default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "feed", "frozen_since",
            models.DateTimeField(blank=True, null=True, help_text="When the alarm was raised."),
        ),
        migrations.AddField(
            "feed", "items_changed_at",
            models.DateTimeField(blank=True, null=True, help_text="When its list of items last changed."),
        ),
        migrations.AddField(
            "feed", "items_sha256",
            models.CharField(blank=True, max_length=64, help_text="Of the addresses of its items.", default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "feed", "moved_at",
            models.DateTimeField(blank=True, null=True, help_text="When permanent redirects last moved it."),
        ),
        migrations.AddField(
            "feed", "moved_from",
            models.JSONField(blank=True, default=list, help_text="Its addresses before, oldest first."),
        ),
        migrations.AddField(
            "feed", "usual_gap",
            models.DurationField(blank=True, null=True, help_text="Between items; nine in ten keep to it."),
        ),
        migrations.AddField(
            "feed", "named_url", models.URLField(max_length=1000, null=True, help_text="Its address in the code."),
        ),
        migrations.RunPython(keep_what_is_known, keep_what_was_known, elidable=False),
        migrations.AlterField(
            "feed", "named_url", models.URLField(max_length=1000, unique=True, help_text="Its address in the code."),
        ),
        migrations.AlterField(
            "feed", "url", models.URLField(max_length=1000, unique=True, help_text="Where it is asked."),
        ),
        migrations.AlterField("feed", "etag", models.CharField(blank=True, max_length=2000)),
        migrations.AlterField("feed", "last_modified", models.CharField(blank=True, max_length=2000)),
        migrations.RemoveField("feed", "gone"),
    ]
