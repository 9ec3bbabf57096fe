"""The root addresses: the readers' pages in each language, what programs ask for, and the editors' desk."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

handler404 = "coverage.states.not_found"
handler500 = "coverage.states.broken"

urlpatterns = [
    path(f"{settings.ADMIN_PATH}/", admin.site.urls),
    path("", include("coverage.urls")),
    *i18n_patterns(path("", include("coverage.page_urls")), prefix_default_language=False),
]
