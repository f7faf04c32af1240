"""Rounds in a real book: folded, verified, rebuilt row for row, and at the demo station as it is loaded."""

import pytest

from jiaoban.demo import cast, load
from jiaoban.ledger import store
from jiaoban.ledger.rebuild import rebuild
from jiaoban.round import queries
from jiaoban.round.models import RoundRow, RouteRow


@pytest.mark.django_db
def test_the_demo_station_has_a_route_and_rounds_that_rebuild_row_for_row() -> None:
    load.load(cast.SITE)
    book = store.DbBook(cast.SITE)
    found = queries.newest(book, cast.PATROL)
    assert len(found) == 4
    assert all(one.finished_at is not None and one.due for one in found)
    assert [len(one.skipped) for one in found] == [0, 0, 1, 0]
    assert sum(visit.pace == "FAST" for one in found for visit in one.visits) == 1
    before = list(RoundRow.objects.order_by("key").values()), list(RouteRow.objects.values())
    rebuild(cast.SITE)
    assert (list(RoundRow.objects.order_by("key").values()), list(RouteRow.objects.values())) == before
