from django.db import migrations

from coverage.roles import write_roles


class Migration(migrations.Migration):
    dependencies = [("coverage", "0014_rulings"), ("aggregator", "0014_set_by_person")]

    operations = [migrations.RunPython(write_roles, migrations.RunPython.noop)]
