from django.db import migrations

from coverage.roles import write_roles


class Migration(migrations.Migration):
    dependencies = [("coverage", "0018_request_for_a_quote")]

    operations = [migrations.RunPython(write_roles, migrations.RunPython.noop)]
