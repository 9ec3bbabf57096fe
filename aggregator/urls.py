"""The root addresses: the readers' site, and the editors' desk."""

from django.contrib import admin
from django.urls import include, path

admin.site.site_header = admin.site.site_title = "Parallax desk"
admin.site.index_title = "The editors' desk"

handler404 = "coverage.states.not_found"
handler500 = "coverage.states.broken"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("coverage.urls")),
]
