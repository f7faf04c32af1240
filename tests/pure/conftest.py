import pytest

from tests.pure.workplace import Workplace


@pytest.fixture
def work() -> Workplace:
    return Workplace()
