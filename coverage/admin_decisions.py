"""An editor's decision → carried out, told to the editor, and kept in the history of what it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from coverage.desk import DeskError
from coverage.models import Story


def story_link(story: Story) -> str:
    """The story's title, leading to its page on the desk."""
    return format_html('<a href="{}">{}</a>', reverse("admin:coverage_story_change", args=[story.pk]), story)


def carried_out(desk_page: admin.ModelAdmin[Any], request: HttpRequest, decision: Callable[[], Any]) -> Any:
    """What the decision gives (True where that is nothing); None where it cannot be, which the editor is told."""
    try:
        return decision() or True
    except DeskError as error:
        desk_page.message_user(request, str(error), messages.ERROR)
        return None


def tell(desk_page: admin.ModelAdmin[Any], request: HttpRequest, done: str, story: Story) -> None:
    """Say what was done, and to which story; and where readers do not see that one."""
    story.refresh_from_db()
    unseen = "" if story.state == Story.State.PUBLIC else " Readers do not see that story."
    desk_page.message_user(request, format_html("{} “{}”.{}", done, story_link(story), unseen))


def log(request: HttpRequest, rows: Sequence[Any], done: str) -> None:
    """Keep who did it, and when, in each row's history."""
    LogEntry.objects.log_actions(request.user.pk or 0, rows, CHANGE, done)
