import pytest
from hypothesis import settings

from tests.pure.workplace import Workplace

# How long an example takes says more about the machine's other work than about ours.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


@pytest.fixture
def work() -> Workplace:
    return Workplace()
