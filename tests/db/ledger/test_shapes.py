"""A newer program makes the read models of an older one again from the acts, and touches no act."""

from pathlib import Path

import pytest

from jiaoban.ledger import shapes, store
from jiaoban.ledger.verify import verify
from tests.db.ledger.insider import bodies, run
from tests.db.ledger.sample import NOTES, note

pytestmark = pytest.mark.django_db


def test_a_first_start_has_nothing_to_renew(data: Path) -> None:
    assert shapes.renew() == ()
    assert not shapes.behind()


def test_rows_of_an_older_shape_are_made_again(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = store.found("s1")
    note(book, "a", "一")
    shapes.renew()
    run("UPDATE sample_note SET text = 'as an older program wrote it'")
    before = bodies()
    assert shapes.renew() == ()
    monkeypatch.setattr(NOTES, "version", 2)
    assert shapes.behind()
    assert shapes.renew() == (NOTES.name,)
    assert verify("s1").good
    assert bodies() == before
    assert shapes.renew() == ()


def test_a_renewal_that_breaks_off_changes_nothing(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note(store.found("s1"), "a", "一")
    shapes.renew()
    monkeypatch.setattr(NOTES, "version", 2)

    def broken(site: str, using: str) -> None:
        raise OSError(site)

    monkeypatch.setattr(shapes, "rebuild", broken)
    with pytest.raises(OSError, match="s1"):
        shapes.renew()
    assert shapes.behind()


@pytest.mark.parametrize("what", ["kinds", "columns"])
def test_every_part_of_a_declaration_is_in_its_shape(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = shapes.shape(NOTES)
    monkeypatch.setattr(NOTES, what, tuple(getattr(NOTES, what))[1:])
    assert shapes.shape(NOTES) != before
