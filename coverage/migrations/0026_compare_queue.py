from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('coverage', '0025_corrected_reviews'),
    ]

    operations = [
        migrations.AddField(
            model_name='story',
            name='queued_until',
            field=models.DateTimeField(blank=True, help_text='Until then a task for its comparison is believed to be on its way.', null=True),
        ),
        migrations.AddField(
            model_name='story',
            name='waits_since',
            field=models.DateTimeField(blank=True, help_text='When a task for the comparison that is due was first sent.', null=True),
        ),
    ]
