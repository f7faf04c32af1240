import pytest

from tests.station import Station


@pytest.fixture
def station() -> Station:
    return Station()
