"""The custody page where things are counted by number and place: blind, typed place by place, named when it differs."""

from collections.abc import Iterator

import pytest

from jiaoban.org import door
from jiaoban.plant import queries
from tests import cast
from tests.pure.handover.desk import IN, LEAD, OUT, POST
from tests.web.desk import BASE
from tests.web.test_example_pages import Post

pytestmark = pytest.mark.django_db
WRENCH = {"custody_item": "W", "name": "扳手", "kind": "TOOL", "places": "甲板：T1、T2；箱：T3"}
MIRROR = {"custody_item": "M", "name": "镜", "kind": "TOOL", "places": "甲板：3；柜：1"}


@pytest.fixture
def post() -> Iterator[Post]:
    before = door.clock
    made = Post("ramp")
    made.ok("plant.register_custody", LEAD, **WRENCH)
    made.ok("plant.register_custody", LEAD, **MIRROR)
    made.open()
    yield made
    door.clock = before


def counts(post: Post, who: cast.Member, **typed: str) -> str:
    """Send the form of the count as the page names its fields, and return what it shows then."""
    post.sent += 1
    data = {"command": f"count-{post.sent}", "occasion": post.key, "form": "count", "next": f"{BASE}/custody"}
    answer = post.client(who).post(f"{BASE}/custody/count", {**data, "back": f"{BASE}/custody", **typed}, follow=True)
    return str(answer.content.decode())


def test_the_blind_are_asked_of_every_place_and_told_of_none(post: Post) -> None:
    page = post.see(IN, "/custody")
    assert all(f'name="place.W.{n}"' in page for n in range(3))
    assert 'name="elsewhere.W"' in page
    assert "T1" not in page
    assert "甲板：" not in page


def test_what_was_typed_at_each_place_is_counted_and_what_differs_is_named(post: Post) -> None:
    places = ["柜", "甲板", "箱"]
    typed = {
        f"place.W.{places.index('甲板')}": "T1",
        f"place.W.{places.index('箱')}": "T2，T3",
        "elsewhere.W": "地上：T9",
    }
    page = counts(post, IN, **typed)
    assert "T2 应在甲板，却在箱" in page
    assert "T9 在地上，不在册" in page
    found = next(one for one in queries.counted(post.book, POST, post.key) if one.line.key == "W")
    assert found.counts[0].found == 4
    assert "记录短缺" not in page


def test_figures_are_typed_where_things_are_not_told_apart(post: Post) -> None:
    page = counts(post, IN, **{"place.M.1": "2", "place.M.0": "2"})
    assert "1 件 应在甲板，却在柜" in page
    assert 'value="2"' in page


def test_what_is_no_figure_is_refused_and_stays_typed(post: Post) -> None:
    page = counts(post, IN, **{"place.M.1": "三", "place.M.0": "1"})
    assert "写的不是数量" in page
    assert 'value="三"' in page


def test_the_new_place_is_entered_by_who_knows_it_and_the_count_agrees(post: Post) -> None:
    assert "移位" not in post.see(OUT, "/custody")
    assert "T2 应在甲板，却在箱" in counts(post, OUT, **{"place.W.1": "T1", "place.W.2": "T2，T3"})
    assert post.send(OUT, "plant.relocate", custody_item="W", numbers="T2", to="箱", number="0") == 303
    page = post.see(OUT, "/custody")
    assert "甲板：T1；箱：T2、T3" in page
    assert "应在甲板" not in page


def test_a_swapped_board_is_settled_by_the_supervisor_as_it_was_found(post: Post) -> None:
    counts(post, IN, **{"place.W.1": "T3", "place.W.2": "T1、T2"})
    assert "认定实有数量" in post.see(LEAD, "/custody")
    settled = {
        "custody_item": "W",
        "occasion": post.key,
        "agreed": "3",
        "places": "甲板：T3\n箱：T1、T2",
        "cause": "换板",
    }
    assert post.send(LEAD, "plant.agree_count", **settled) == 303
    assert "应在" not in post.see(LEAD, "/custody")


def test_the_api_hides_places_from_the_blind_and_names_what_differs(post: Post) -> None:
    url = f"/api/v1/sites/{cast.SITE}/posts/{POST}/custody"
    blind = next(one for one in post.client(IN).get(url, {"occasion": post.key}).json() if one["key"] == "W")
    assert (blind["blind"], blind["places"], blind["differences"]) == (True, [], [])
    counts(post, IN, **{"place.W.1": "T1、T2", "place.W.0": "T3"})
    seen = next(one for one in post.client(IN).get(url, {"occasion": post.key}).json() if one["key"] == "W")
    assert seen["places"][0] == {"place": "甲板", "number": 0, "numbers": ["T1", "T2"]}
    assert [(one["what"], one["number"], one["at"]) for one in seen["differences"]] == [("MISPLACED", "T3", "柜")]
