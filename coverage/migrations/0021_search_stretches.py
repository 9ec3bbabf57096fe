"""PostgreSQL finds words by stretches of time: its index is made anew, beside readers and workers."""

from django.db import migrations

from coverage.search import index


def renew_index(apps, schema_editor):
    index.renew(schema_editor.connection)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("coverage", "0020_ready_pages")]

    operations = [migrations.RunPython(renew_index, migrations.RunPython.noop, atomic=False)]
