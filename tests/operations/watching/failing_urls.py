"""The site with one page more, which ends in an error that holds a name and a key."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import path

from config.urls import handler500
from config.urls import urlpatterns as site

__all__ = ["handler500"]
KINDS = [type(f"Planted{number}Error", (Exception,), {}) for number in range(9)]


@login_not_required
def fail(request, word: str, number: int):
    name, key = "Geertruida", settings.SECRET_KEY
    raise KINDS[number](f"{name} {key} {word}")


urlpatterns = [path("faalt/<str:word>/<int:number>/", fail, name="fail"), *site]
