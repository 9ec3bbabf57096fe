"""The root addresses: the readers' site, and the editors' desk."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

handler404 = "coverage.states.not_found"
handler500 = "coverage.states.broken"

urlpatterns = [
    path(f"{settings.ADMIN_PATH}/", admin.site.urls),
    path("", include("coverage.urls")),
]
