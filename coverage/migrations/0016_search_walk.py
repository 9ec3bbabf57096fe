from django.db import migrations

from coverage.search import index


def prepare_index(apps, schema_editor):
    """PostgreSQL walks the newest entries of a kind: it gets an index for that."""
    index.prepare(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("coverage", "0015_look_at_rulings")]

    operations = [migrations.RunPython(prepare_index, migrations.RunPython.noop)]
