"""What pages outside of a site know: on a demo installation, whom a stranger can log in as."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language


def demo_people(request: HttpRequest) -> dict[str, Any]:
    """Return the invented people for the login page, as `frame.demo`; nothing elsewhere."""
    user = getattr(request, "user", None)  # a request is refused before it has one: a foreign Host
    if not settings.DEMO or user is None or user.is_authenticated:
        return {}
    return {"frame": {"demo": {"sites": cache(_casts), "people_url": reverse("enter_demo")}}}


def _casts() -> list[dict[str, Any]]:
    from jiaoban.web.demo import casts

    return casts(get_language() or "zh-hans")
