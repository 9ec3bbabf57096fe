"""The rule of docs/deploy.md: the release before must work on the tables of the release after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState

from aggregator.models import Quote
from aggregator.quiet_index import AddIndexQuietly
from coverage.models import ClaimGroup
from tests.site import factories

STOPPED = {"aggregator": "0014_set_by_person", "coverage": "0016_search_walk"}
"""The last migrations of the upgrade from 0.1.0, for which everything is stopped."""

A_RELEASE_LATER: dict[str, str] = {}
""""app.migration" → since which release what it takes away has been neither read nor written."""

TAKING_AWAY = (
    migrations.RemoveField,
    migrations.RenameField,
    migrations.DeleteModel,
    migrations.RenameModel,
    migrations.AlterModelTable,
)


def faults(migration: migrations.Migration) -> Iterator[str]:
    """What would stop the release before, or hold up those who write to a table."""
    made = {step.name_lower for step in migration.operations if isinstance(step, migrations.CreateModel)}
    for step in migration.operations:
        if isinstance(step, TAKING_AWAY):
            yield f"{type(step).__name__} {step.describe()}"
        elif isinstance(step, migrations.AddField) and step.model_name_lower not in made:
            yield from _of_column(step)
        elif (
            isinstance(step, migrations.AddIndex)
            and step.model_name_lower not in made
            and not _is_quiet(step, migration)
        ):
            yield f"the index {step.index.name} locks its table: AddIndexQuietly, in a migration that is not atomic"


def _is_quiet(step: migrations.AddIndex, migration: migrations.Migration) -> bool:
    return isinstance(step, AddIndexConcurrently) and not migration.atomic


def _of_column(step: migrations.AddField) -> Iterator[str]:
    field: Any = step.field
    if not (field.null or field.many_to_many or field.has_db_default()):
        yield f"{step.model_name}.{step.name} is neither nullable nor has it a db_default"
    if (field.db_index or field.unique) and not field.is_relation:
        yield f"{step.model_name}.{step.name} gets an index in passing"


def migration(*steps: Operation, atomic: bool = True) -> migrations.Migration:
    kind = type("Migration", (migrations.Migration,), {"operations": list(steps), "atomic": atomic})
    made: migrations.Migration = kind("9999_made", "coverage")
    return made


def test_no_migration_since_the_last_release_breaks_the_rule() -> None:
    found = MigrationLoader(None).disk_migrations
    new = [one for (app, name), one in sorted(found.items()) if name > STOPPED.get(app, "9999")]
    told = {f"{one.app_label}.{one.name}": list(faults(one)) for one in new}
    assert {name: said for name, said in told.items() if said and name not in A_RELEASE_LATER} == {}


def test_what_the_upgrade_from_0_1_0_does_is_known_to_need_a_stop() -> None:
    found = MigrationLoader(None).disk_migrations
    assert set(STOPPED.items()) <= set(found)
    assert any("RemoveField" in said for said in faults(found["aggregator", "0002_fetching"]))
    assert any("is neither" in said for said in faults(found["aggregator", "0002_fetching"]))
    assert not any("is neither" in said for said in faults(found["coverage", "0014_rulings"]))
    assert any("claims_by_doubt locks" in said for said in faults(found["aggregator", "0014_set_by_person"]))


@pytest.mark.parametrize(
    ("step", "fault"),
    [
        (migrations.AddField("story", "a", models.BooleanField(default=False)), "neither"),
        (migrations.AddField("story", "a", models.BooleanField(default=False, db_default=False)), ""),
        (migrations.AddField("story", "a", models.TextField(null=True)), ""),
        (migrations.AddField("story", "a", models.TextField(null=True, db_index=True)), "index in passing"),
        (migrations.RemoveField("story", "title"), "RemoveField"),
        (migrations.RenameField("story", "title", "name"), "RenameField"),
        (migrations.DeleteModel("story"), "DeleteModel"),
        (migrations.AddIndex("story", models.Index(fields=["title"], name="a")), "locks its table"),
        (AddIndexQuietly("story", models.Index(fields=["title"], name="a")), "locks its table"),
    ],
)
def test_each_breach_is_seen(step: Operation, fault: str) -> None:
    said = list(faults(migration(step)))
    assert bool(said) == bool(fault)
    assert fault in "".join(said)


def test_an_index_made_quietly_and_a_new_table_s_index_are_no_breach() -> None:
    index = models.Index(fields=["title"], name="a")
    assert not list(faults(migration(AddIndexQuietly("story", index), atomic=False)))
    table = migrations.CreateModel("new", [("title", models.TextField())])
    assert not list(faults(migration(table, migrations.AddIndex("new", index))))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "later"),
    [(Quote, {"set_by_person": []}), (ClaimGroup, {"set_by_person": [], "hidden": False, "reviewed": False})],
)
def test_code_that_does_not_know_a_column_can_still_add_rows(
    model: type[models.Model], later: dict[str, object]
) -> None:
    factories.full_story(outlet_count=2, statements=1, utterances=1)
    known = [f'"{field.column}"' for field in model._meta.concrete_fields if field.name not in {"id", *later}]
    columns, table = ", ".join(known), model._meta.db_table
    taken = columns.replace('"start"', '"start" + 1')  # no two quotes stand at one place
    before = set(model._default_manager.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {taken} FROM {table} ORDER BY id LIMIT 1")
    added = model._default_manager.exclude(pk__in=before).get()
    assert {name: getattr(added, name) for name in later} == later


@pytest.mark.django_db(transaction=True)
def test_an_index_is_made_and_unmade_on_either_database() -> None:
    before = ProjectState()
    before.add_model(ModelState("coverage", "tried", [("id", models.BigAutoField(primary_key=True))]))
    after, step = before.clone(), AddIndexQuietly("tried", models.Index(fields=["id"], name="tried_by_id"))
    step.state_forwards("coverage", after)
    model = before.apps.get_model("coverage", "tried")
    with connection.schema_editor(atomic=False) as editor:
        editor.create_model(model)
        step.database_forwards("coverage", editor, before, after)
    with connection.cursor() as cursor:
        assert "tried_by_id" in connection.introspection.get_constraints(cursor, "coverage_tried")
    with connection.schema_editor(atomic=False) as editor:
        step.database_backwards("coverage", editor, after, before)
        editor.delete_model(model)
