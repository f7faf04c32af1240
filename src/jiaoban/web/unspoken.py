"""A page of something of which the regime of the post does not speak: it says so, and what would bring it there."""

from django.http import HttpRequest, HttpResponse

from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw


def unspoken(request: HttpRequest, desk: Desk, title: str) -> HttpResponse:
    """Return such a page under a title."""
    return draw(request, desk, "unspoken.html", {"title": title})
