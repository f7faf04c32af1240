"""What a request costs: the number of questions to the database, whatever is in the book."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import cast
from tests.api.conftest import POST, Caller, told

MOST = 17
"""Who, where, by which regime: five; the rest is the transaction."""


def test_writing_an_entry(caller: Callable[[cast.Member], Caller]) -> None:
    lead = caller(cast.LEADS["A"])
    counts = []
    for number in range(4):
        said = {"category": "ROUND", "text": f"{number}号机 推力瓦温正常。" * 8}
        with CaptureQueriesContext(connection) as asked:
            told(lead.post(f"{POST}/logbook/write", said))
        counts.append(len(asked))
    assert max(counts[1:]) <= MOST


@pytest.mark.parametrize("piece", ["瓦温", "温"])
def test_searching(caller: Callable[[cast.Member], Caller], piece: str) -> None:
    lead = caller(cast.LEADS["A"])
    for number in range(3):
        said = {"category": "ROUND", "text": f"{number}号机 推力瓦温正常。"}
        told(lead.post(f"{POST}/logbook/write", said))
    with CaptureQueriesContext(connection) as asked:
        told(lead.get(f"{POST}/log", search=piece))
    assert len(asked) <= MOST
