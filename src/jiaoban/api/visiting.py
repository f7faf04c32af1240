"""From a request to a visit: the door, and where a site, a post or a right is missing, the problem that says so."""

from typing import Annotated

from django.http import HttpRequest
from pydantic import Field

from jiaoban.kernel.access import Right
from jiaoban.kernel.fields import Ref
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import NotAllowed
from jiaoban.org import door
from jiaoban.org.door import Visit

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,60}$")]
"""Key of a site or post in an address."""
ThingKey = Ref
"""Key of anything else in an address."""
Limit = Annotated[int, Field(ge=1, le=500)]


def at_site(request: HttpRequest, site: str, right: Right = Right.READ) -> Visit:
    """Return the visit of whoever asks; raises `NotFound` for outsiders, `NotAllowed` without the right there."""
    visit = door.enter(request.user, site)
    if not visit.may(right):
        raise NotAllowed(right, "reading")
    return visit


def at_post(request: HttpRequest, site: str, post: str) -> tuple[Visit, Place]:
    """Return the visit and the post as it is now; raises `NotFound`."""
    visit = door.enter(request.user, site)
    return visit, visit.place(post)


def everywhere(request: HttpRequest, site: str, right: Right) -> Visit:
    """Return the visit of somebody who has a right at the whole site."""
    visit = at_site(request, site, right)
    if not visit.actor.may_everywhere(right):
        raise NotAllowed(right, "reading")
    return visit
