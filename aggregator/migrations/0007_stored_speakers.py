from django.db import migrations
from django.utils.text import slugify

from aggregator.reading.identity import LIKELY_ENOUGH, folded, identity_key
from aggregator.reading.stored_speakers import StoredSpeakers

ROLES = (("Quote", "speaker"), ("Claim", "source"))


def tell_and_link(apps, schema_editor):
    """What is stored gets the kind, way and likelihood of its speakers, and its links, as if it were read today."""
    Snapshot = apps.get_model("aggregator", "Snapshot")
    names = {row.key: row for row in apps.get_model("aggregator", "SpeakerName").objects.all()}
    for snapshot in Snapshot.objects.order_by("taken_at", "pk").iterator(chunk_size=50):
        stored = None
        for model, role in ROLES:
            rows = apps.get_model("aggregator", model).objects.filter(snapshot=snapshot)
            changed = []
            for row in rows.exclude(**{f"{role}_name": ""}).order_by("start"):
                stored = stored or StoredSpeakers(snapshot.text)
                words, name = getattr(row, f"{role}_words"), getattr(row, f"{role}_name")
                told = stored.told(words, name, row.start, row.reviewed)
                setattr(row, f"{role}_kind", told.kind)
                setattr(row, f"{role}_resolution", told.resolved_by)
                setattr(row, f"{role}_confidence", told.confidence)
                key = identity_key(name, told.kind) if told.is_named and told.confidence >= LIKELY_ENOUGH else ""
                if key:
                    seen = names.get(key) or _made(apps, names, key, name, told.kind, snapshot.taken_at)
                    setattr(row, f"{role}_as_id", seen.pk)
                    setattr(row, f"{role}_id", seen.speaker_id)
                changed.append(row)
            fields = [f"{role}_{part}" for part in ("kind", "resolution", "confidence", "as")] + [role]
            rows.model.objects.bulk_update(changed, fields, batch_size=200)


def _made(apps, names, key, name, kind, seen_at):
    Speaker = apps.get_model("aggregator", "Speaker")
    stem = slugify(folded(name))[:100].rstrip("-") or "speaker"
    slug, number = stem, 1
    while Speaker.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{stem}-{number}"
    speaker = Speaker.objects.create(slug=slug, name=name, kind=kind, first_seen_at=seen_at)
    row = apps.get_model("aggregator", "SpeakerName").objects.create(
        key=key, name=name, kind=kind, speaker=speaker, first_seen_at=seen_at
    )
    names[key] = row
    return row


class Migration(migrations.Migration):
    dependencies = [
        ("aggregator", "0006_speakers"),
    ]

    operations = [
        migrations.RunPython(tell_and_link, migrations.RunPython.noop),
    ]
