from django.db import migrations, models

INDEX = models.Index(
    condition=models.Q(("state", "read"), ("unsettled", True)), fields=["id"], name="article_unsettled"
)


def add(apps, schema_editor):
    """PostgreSQL makes it while others write."""
    how = {"concurrently": True} if schema_editor.connection.vendor == "postgresql" else {}
    schema_editor.add_index(apps.get_model("aggregator", "Article"), INDEX, **how)


def remove(apps, schema_editor):
    schema_editor.remove_index(apps.get_model("aggregator", "Article"), INDEX)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("aggregator", "0015_unsettled")]

    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunPython(add, remove)], [migrations.AddIndex(model_name="article", index=INDEX)]
        )
    ]
