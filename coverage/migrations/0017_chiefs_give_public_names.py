from django.db import migrations

from coverage.roles import write_roles


class Migration(migrations.Migration):
    dependencies = [("coverage", "0016_search_walk")]

    operations = [migrations.RunPython(write_roles, migrations.RunPython.noop)]
