"""The WSGI entry point."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aggregator.settings")
application = get_wsgi_application()
if settings.SETTINGS_PROBLEMS:  # whatever server loads this: none runs Django's checks
    raise ImproperlyConfigured(" ".join(settings.SETTINGS_PROBLEMS))
