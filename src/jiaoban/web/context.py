"""What pages outside of a site know: on a demo installation, whom a stranger can log in as."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from jiaoban.kernel.access import ROLES


def demo_people(request: HttpRequest) -> dict[str, Any]:
    """Return the invented people for the login page, as `frame.demo`; nothing elsewhere."""
    user = getattr(request, "user", None)  # a request is refused before it has one: a foreign Host
    if not settings.DEMO or user is None or user.is_authenticated:
        return {}
    return {"frame": {"demo": {"people": cache(_people), "people_url": reverse("enter_demo")}}}


def _people() -> list[dict[str, str]]:
    from jiaoban.web.demo import marks_everywhere

    language, marked = get_language() or "zh-hans", marks_everywhere()
    people = [
        {
            "id": one.username,
            "name": one.name,
            "role_name": " · ".join(dict.fromkeys(ROLES[role].in_(language) for role, _ in one.roles)),
            "mark": marked.get(one.username, ""),
        }
        for one in import_string(settings.DEMO_PEOPLE)
    ]
    return sorted(people, key=lambda one: ("now", "next", "").index(one["mark"]))
