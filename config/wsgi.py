"""The WSGI application that gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from config.one_piece import in_one_piece

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = in_one_piece(get_wsgi_application())

# What stays as long as the process: the pages too, which Django would read with the first request. Looking through all of it for
# what nobody uses any more took a quarter of a second, in the middle of somebody's page.
get_resolver().url_patterns  # noqa: B018 - reading it is what is wanted
gc.collect()
gc.freeze()
gc.set_threshold(5000, 20, 20)
