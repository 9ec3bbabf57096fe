import django.db.models.deletion
from django.db import migrations, models

_LABELS = {label: label for label in ("verbatim", "shortened", "reworded", "translated", "paraphrased")}
_STANCES = {
    "says so itself": "own",
    "cites someone for it": "cites",
    "differs": "differs",
    "not found in its text": "none",
    "could not be read": "unread",
}
_WORKERS = "as the workers find"


def tell_what(apps, schema_editor):
    """Rows had only words, the site's in English; what changed, and the codes of labels and stances, follow from them."""
    outlets = dict(apps.get_model("aggregator", "Outlet").objects.values_list("name", "pk"))
    rows = apps.get_model("coverage", "Correction").objects.filter(kind__in=("quote", "claim"))
    for row in rows.select_related("decision").iterator():
        ruled = row.decision is not None and row.decision.kind == "statement"
        _tell(row, ruled, outlets)
        row.save(update_fields=["what", "outlet", "old", "new"])


def _tell(row, ruled, outlets):
    name, _, stance = row.new.rpartition(": ")
    if not row.old and not row.new:
        row.what = "out"
    elif row.new == "It begins or ends with other words.":
        row.what, row.new = "ends", ""
    elif row.kind == "quote" and row.new in (*_LABELS, _WORKERS) and row.old in (*_LABELS, ""):
        row.what, row.new = "label", _LABELS.get(row.new, "")
    elif ruled and name in outlets and stance in (*_STANCES, _WORKERS):
        row.what, row.outlet_id = "stance", outlets[name]
        row.old, row.new = _STANCES.get(row.old.rpartition(": ")[2], ""), _STANCES.get(stance, "")
    elif ruled:
        row.what, row.new = "sentence", "" if row.new == "in an outlet’s words" else row.new
    else:
        row.what = "speaker" if row.kind == "quote" else "source"


class Migration(migrations.Migration):
    dependencies = [("aggregator", "0014_set_by_person"), ("coverage", "0016_search_walk")]

    operations = [
        migrations.AddField(
            model_name="correction",
            name="what",
            field=models.CharField(
                blank=True,
                choices=[
                    ("speaker", "speaker"),
                    ("source", "source"),
                    ("ends", "ends"),
                    ("label", "label"),
                    ("sentence", "sentence"),
                    ("stance", "stance"),
                    ("out", "taken out"),
                ],
                db_default="",
                default="",
                help_text="Of a quote or claim: what changed.",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="outlet",
            field=models.ForeignKey(
                blank=True,
                help_text="Whose stance changed.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="aggregator.outlet",
            ),
        ),
        migrations.AlterField(
            model_name="correction",
            name="old",
            field=models.CharField(
                blank=True, help_text="Of a label or stance its code; empty: the workers’.", max_length=600
            ),
        ),
        migrations.RunPython(tell_what, migrations.RunPython.noop, elidable=True),
    ]
