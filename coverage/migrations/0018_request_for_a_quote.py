import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("coverage", "0017_what_was_corrected")]

    operations = [
        migrations.AddField(
            model_name="takedownrequest",
            name="place",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Where one alone is meant: “q/12” for the quote at /q/12/, “c/15” for the statement at /c/15/.",
                max_length=24,
                validators=[
                    django.core.validators.RegexValidator("^[qc]/[0-9]{1,18}$", "Write “q/12” or “c/15”.")
                ],
                verbose_name="quote or statement",
            ),
        ),
    ]
