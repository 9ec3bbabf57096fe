"""The desk's roles → groups with permissions: reporter, editor, desk chief, auditor. A migration writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

REPORTER, EDITOR, CHIEF, AUDITOR = "reporter", "editor", "desk chief", "auditor"

_OURS = ("aggregator", "coverage")
_PROPOSE = (
    "coverage.decision.propose_decision",
    "coverage.pressreview.add_pressreview",
    "coverage.pressreview.change_pressreview",
)
_DECIDE = (
    "coverage.pressreview.publish_pressreview",
    "coverage.story.change_story",
    "coverage.membership.change_membership",
    "aggregator.article.change_article",
    "aggregator.quote.change_quote",
    "aggregator.claim.change_claim",
    "aggregator.speaker.change_speaker",
)
_CHIEF = (
    "aggregator.outlet.add_outlet",
    "aggregator.outlet.change_outlet",
    "aggregator.outlet.delete_outlet_text",
    "aggregator.feed.change_feed",
    "coverage.takedownrequest.take_down",
    "coverage.takedownrequest.change_takedownrequest",
    "coverage.publicname.add_publicname",
    "coverage.publicname.change_publicname",
    "coverage.publicname.delete_publicname",
)
_AUDIT = ("auth.user.view_user", "auth.group.view_group", "admin.logentry.view_logentry")

ROLES: Mapping[str, tuple[str, ...]] = {
    REPORTER: _PROPOSE,
    EDITOR: (*_PROPOSE, *_DECIDE),
    CHIEF: (*_PROPOSE, *_DECIDE, *_CHIEF, *_AUDIT),
    AUDITOR: _AUDIT,
}
"""What each role may do besides looking at everything of ours, as app.model.codename."""


def write_roles(apps: Any, editor: Any = None) -> None:
    """Make the groups and give them their permissions; what somebody gave them besides stays.

    For `RunPython` (with the apps as they are at that migration). A migration that adds models or permissions to the
    roles calls it again.
    """
    looking = [f"{label}.{name}.view_{name}" for label in _OURS for name in _models(apps, label)]
    for role, names in ROLES.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=role)
        group.permissions.add(*_permissions(apps, (*looking, *names)))


def _models(apps: Any, label: str) -> list[str]:
    found = (model._meta.model_name for model in apps.get_app_config(label).get_models())
    return sorted(name for name in found if not name.startswith("historical"))


def _permissions(apps: Any, names: Iterable[str]) -> list[Any]:
    """The permissions, made where Django makes them only when all migrations are through."""
    content_types = apps.get_model("contenttypes", "ContentType").objects
    permissions = apps.get_model("auth", "Permission").objects
    found = []
    for label, model, codename in (name.split(".") for name in names):
        content_type, _ = content_types.get_or_create(app_label=label, model=model)
        told = {"name": f"Can {codename.replace('_', ' ')}"}
        found.append(
            permissions.get_or_create(content_type=content_type, codename=codename, defaults=told)[0]
        )  # fmt: skip
    return found
