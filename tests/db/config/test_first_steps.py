"""What a server without any site says of how to begin."""

from datetime import UTC, datetime

import pytest

from jiaoban.config.serve import first_steps
from jiaoban.kernel.access import SYSTEM
from jiaoban.kernel.place import Place
from jiaoban.kernel.verbs import perform
from jiaoban.ledger import store
from jiaoban.org.args import FoundSite
from jiaoban.org.packs import packs


@pytest.mark.django_db
def test_an_empty_installation_says_how_to_begin() -> None:
    assert any("site add" in line for line in first_steps())
    perform(
        store.found("berg"),
        "org.found_site",
        FoundSite.model_validate({"code": "berg", "name": {"zh": "山站"}, "zone": "Europe/Berlin"}),
        actor=SYSTEM,
        place=Place(site="berg", site_name="山站", zone="UTC"),
        now=datetime(2026, 11, 25, tzinfo=UTC),
        command="found-1",
        packs=packs,
    )
    assert first_steps() == []
