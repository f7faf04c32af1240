"""A verb that acts at the whole site, carried out as a part of one at a post, asks for the right at the site."""

import pytest

from jiaoban.kernel.access import Actor, Grant, Role
from jiaoban.kernel.refusal import NotAllowed
from jiaoban.kernel.verbs import Context, as_part
from jiaoban.org import queries as org
from tests import cast
from tests.pure.handover.desk import POST, Desk


@pytest.mark.parametrize("post", [POST, None])
def test_a_part_asks_for_its_own_right(post: str | None) -> None:
    desk = Desk()
    actor = Actor("zhao", "赵", cast.SITE, (Grant(Role.SUPERVISOR, post),))
    place = org.place(desk.book, POST, desk.now)
    context = Context(desk.book, actor, place, desk.now, "c-part", lambda _: desk.pack)
    said = {"title": "防汛要求", "text": "抄水位", "posts": [POST]}
    if post is None:
        assert [one.payload.KIND for one in as_part(context, "order.issue", said)] == ["order.issued"]
        return
    with pytest.raises(NotAllowed):
        as_part(context, "order.issue", said)
