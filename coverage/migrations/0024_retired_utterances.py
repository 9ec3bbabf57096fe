import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('aggregator', '0017_unsettled_index'),
        ('coverage', '0023_public_name_history'),
    ]

    operations = [
        migrations.CreateModel(
            name='RetiredUtterance',
            fields=[
                ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('fullest', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='aggregator.quote')),
            ],
            options={
                'ordering': ('number',),
            },
        ),
    ]
