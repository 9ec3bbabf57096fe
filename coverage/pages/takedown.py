"""Asking for something to be taken down: the form, without a cookie, and what became of a request.

A form that anybody may send, that nobody is logged in for and that no cookie goes with can be forged for nobody:
whoever makes a reader's browser send it could as well send it himself. So it needs no CSRF token, which would need a
cookie. That strangers' browsers are not made to send it all the same (to get round the limit of one sender) is seen to
by the headers that browsers add: a post from another site is refused.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from aggregator.models import Article
from aggregator.reading.types import ReadingError
from aggregator.reading.urls import normalise
from coverage.languages import bare
from coverage.login import sender_of
from coverage.models import TakedownRequest
from coverage.states import too_many
from coverage.takedown_form import TakedownForm
from coverage.withheld import place_in

_HOUR = timedelta(hours=1)
_IN_ALL = 20  # times as many requests an hour from everybody as from one sender


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest) -> HttpResponse:
    """The form; what is sent is stored, and the sender led to where its state can be read."""
    if request.method != "POST":
        asked = TakedownForm(initial={"address": request.GET.get("address", "")[:1000]})
        return render(request, "coverage/takedown.html", {"form": asked})
    if _from_elsewhere(request):
        told = _("This form was sent from another site’s page. Open it here and send it again.")
        return render(request, "coverage/takedown.html", {"form": TakedownForm(), "refused": told}, status=403)
    filled = TakedownForm(request.POST)
    if filled.by_program:
        return redirect("takedown")
    now = timezone.now()
    if _too_many(sender := _sender(request, now), now):
        return too_many(request, int(_HOUR.total_seconds()))
    if not filled.is_valid():
        return render(request, "coverage/takedown.html", {"form": filled}, status=422)
    made = filled.save(commit=False)
    made.article, made.sender, made.received_at = _article_at(made.address), sender, now
    made.outlet = made.article.outlet if made.article else None
    made.place = place_in(bare(urlsplit(made.address).path)) if made.address.startswith(f"{settings.SITE_URL}/") else ""
    made.save()
    return redirect(made)


@require_safe
@never_cache
def state(request: HttpRequest, reference: str) -> HttpResponse:
    """What became of a request; nothing of who sent it."""
    asked = get_object_or_404(TakedownRequest.objects.defer("name", "email", "statement"), reference=reference)
    return render(request, "coverage/takedown_state.html", {"asked": asked})


def _from_elsewhere(request: HttpRequest) -> bool:
    """Whether a browser says that another site's page sent the form; programs say nothing, and may."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.get_host()


def _sender(request: HttpRequest, now: datetime) -> str:
    """A name for who sends that lasts a day and leads back to nobody."""
    key = f"takedown {now:%Y-%m-%d} {settings.SECRET_KEY}".encode()
    return hmac.new(key, sender_of(request).encode(), hashlib.sha256).hexdigest()[:32]


def _too_many(sender: str, now: datetime) -> bool:
    TakedownRequest.objects.filter(received_at__lt=now - timedelta(days=1)).exclude(sender="").update(sender="")
    lately = TakedownRequest.objects.since(now - _HOUR)
    most = settings.TAKEDOWNS_AN_HOUR
    return lately.filter(sender=sender).count() >= most or lately.count() >= most * _IN_ALL


def _article_at(address: str) -> Article | None:
    """The article that an address is of, where it is one of ours."""
    try:
        url = normalise(address)
    except ReadingError:
        url = address
    return Article.objects.select_related("outlet").filter(url__in=(url, address)).first()
