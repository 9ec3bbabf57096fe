"""Who crawls: the page that the crawler's user agent names."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from aggregator.models import Outlet


@require_safe
def bot(request: HttpRequest) -> HttpResponse:
    """What the crawler calls itself, how it behaves, how to switch it off, whom to write to."""
    contact = settings.CONTACT_URL
    agent = settings.FETCH_USER_AGENT
    context = {
        "user_agent": agent,
        "token": agent.split("/", 1)[0].split(" ", 1)[0],
        "contact": "" if contact.startswith(settings.SITE_URL) else contact,
        "delay": settings.FETCH_MIN_DELAY_SECONDS,
        "deadline": settings.FETCH_DEADLINE_SECONDS,
        "megabytes": settings.FETCH_MAX_BYTES // 2**20,
        "log_days": settings.FETCH_LOG_DAYS,
        "archive": settings.ARCHIVE_NAME,
        "archive_host": urlsplit(settings.CDX_URL).hostname,
        "outlets": Outlet.objects.listed(),
    }
    return render(request, "coverage/bot.html", context)
