"""While one counts, nobody who is still to count learns from any page or answer how another count came out."""

import re
from collections.abc import Iterator

import pytest

from jiaoban.org import door
from jiaoban.org import queries as org
from tests import cast
from tests.pure.handover.desk import IN, LEAD, OUT, POST
from tests.web.test_blind_everywhere import api, reached
from tests.web.test_example_pages import Post

pytestmark = pytest.mark.django_db
SECOND = cast.AT_PATROL["C"]
PASSING = re.compile(
    r'(?s)name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|X-CSRFToken[^}]*|data-size="\d+"|"[0-9a-f-]{32,}"'
)
"""What differs from one answer to the next whatever is counted."""
OF_THE_BOOK = re.compile(r"/checkpoint$|/acts/|/xlsx$")
"""What tells the length of the book, or the time at which a file was made; of acts everybody reads their own alone, and
each file comes as CSV as well."""


@pytest.fixture
def post(request: pytest.FixtureRequest) -> Iterator[Post]:
    before = door.clock
    yield Post(request.param)
    door.clock = before


def counts(post: Post, who: cast.Member, found: int) -> None:
    said = {"custody_item": "K", "found": found, "condition": "OK" if found == 3 else "DAMAGED"}
    post.ok("plant.count", who, occasion=post.key, counts=[said])


def eyes(post: Post, who: cast.Member) -> dict[str, str]:
    """Return what somebody reads on every page and in every answer of the API; not how long the book is."""
    said = {**dict(reached(post, who)), **dict(api(post, who))}
    assert len(said) > 60
    return {path: PASSING.sub("", text) for path, text in said.items() if not OF_THE_BOOK.search(path)}


def gates(post: Post, who: cast.Member) -> dict[str, list[str]]:
    """Return what stands in the way by the API, as somebody reads it."""
    answer = post.client(who).get(f"/api/v1/sites/{cast.SITE}/posts/{POST}/handovers/{post.key}")
    return {one["id"]: one["names"] for one in answer.json()["gates"] if one["status"] == "BLOCKED"}


@pytest.mark.parametrize(
    ("post", "first", "second", "telling"),
    [
        ("ramp", OUT, IN, "counts-agree"),
        ("ramp", IN, OUT, "counts-agree"),
        ("water", IN, SECOND, "agree"),
        ("water", SECOND, IN, "agree"),
    ],
    indirect=["post"],
)
def test_who_still_counts_sees_the_same_whatever_the_first_found(
    post: Post, first: cast.Member, second: cast.Member, telling: str
) -> None:
    post.ok("plant.register_custody", LEAD, custody_item="K", name="钥匙", kind="KEY", expected=3)
    post.key = post.ok("handover.open", OUT, arriving=[IN.key, SECOND.key]).acts[0].command
    counts(post, first, 2)
    short = eyes(post, second)
    assert telling not in gates(post, second)
    assert gates(post, second)["counted"]
    counts(post, first, 3)
    assert {path for path, text in eyes(post, second).items() if text != short[path]} == set()
    counts(post, second, 2)
    name = org.person(post.book, first.key)
    assert name is not None
    assert telling in gates(post, second)
    assert name.name in post.see(second, "/custody")
