"""Same acts in, same rows out: whatever was written, a rebuild gives the live rows again."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from jiaoban.kernel.act import Act, Payload
from jiaoban.kernel.memory import MemoryBook
from jiaoban.ledger import store
from jiaoban.ledger.rebuild import differences, rebuild
from jiaoban.ledger.verify import verify
from tests.db.ledger.insider import run
from tests.db.ledger.sample import NOTES, Noted, Struck, note, say

pytestmark = pytest.mark.django_db

keys = st.sampled_from(["a", "b", "主变", "d'; --", "e\\"])
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
moments = st.none() | st.datetimes(timezones=st.timezones(), allow_imaginary=False).filter(
    lambda at: 1900 < at.year < 2200
)
payloads: st.SearchStrategy[Payload] = st.builds(Struck, key=keys) | st.builds(
    Noted, key=keys, text=words, tag=st.none() | words, at=moments
)
commands = st.lists(st.lists(payloads, min_size=1, max_size=4), max_size=8)


def rows() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM sample_note WHERE site = 's1' ORDER BY key")
        return [tuple(row) for row in cursor.fetchall()]


@given(commands, st.integers(1, 6))
@effort(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rebuild_equals_live(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: list[list[Payload]], at_once: int
) -> None:
    from django.db import transaction

    monkeypatch.setattr("jiaoban.ledger.rebuild.AT_ONCE", at_once)
    with override_settings(DATA=tmp_path), transaction.atomic():
        book, memory = store.found("s1"), MemoryBook("s1")
        for number, command in enumerate(written):
            say(book, *command, command=f"c{number}")
            say(memory, *command, command=f"c{number}")
        live = rows()
        assert verify("s1").findings == ()
        assert dict(memory.rows(NOTES)) == {one.key: one for one in book.find(NOTES)}
        run("DELETE FROM sample_note")
        rebuild("s1")
        assert rows() == live
        transaction.set_rollback(True)


def test_check_tells_and_replaces_nothing(data: Path) -> None:
    book = store.found("s1")
    note(book, "a", "一")
    run("UPDATE sample_note SET text = '无'")
    counts, findings = differences("s1")
    assert (counts["sample_notes"], [found.place for found in findings]) == (1, ["sample_note a"])
    assert rows() != []
    assert differences("s1")[1] == findings


def test_other_sites_are_left_alone(data: Path) -> None:
    for site in ("s1", "s2"):
        note(store.found(site), "a", site)
    run("UPDATE sample_note SET text = '无' WHERE site = 's2'")
    rebuild("s1")
    assert not verify("s2").good
    assert data == settings.DATA


def test_only_so_many_acts_are_held_at_once(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the book is, a rebuild needs no more memory."""
    book, held = store.found("s1"), []
    for number in range(7):
        note(book, f"k{number}", "一", command=f"c{number}")
    folding = store.DbBook.fold_again

    def counted(self: store.DbBook, acts: Sequence[Act]) -> None:
        held.append(len(acts))
        folding(self, acts)

    monkeypatch.setattr("jiaoban.ledger.rebuild.AT_ONCE", 3)
    monkeypatch.setattr(store.DbBook, "fold_again", counted)
    assert rebuild("s1")["sample_notes"] == 7
    assert held == [3, 3, 1]
    assert verify("s1").good
