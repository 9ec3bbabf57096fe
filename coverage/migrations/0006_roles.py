from django.db import migrations

from coverage.roles import write_roles


class Migration(migrations.Migration):
    dependencies = [
        ("coverage", "0005_decisions"),
        ("aggregator", "0010_history"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(write_roles, migrations.RunPython.noop)]
