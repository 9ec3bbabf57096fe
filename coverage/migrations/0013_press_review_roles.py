from django.db import migrations

from coverage.roles import write_roles


class Migration(migrations.Migration):
    dependencies = [("coverage", "0012_press_reviews")]

    operations = [migrations.RunPython(write_roles, migrations.RunPython.noop)]
