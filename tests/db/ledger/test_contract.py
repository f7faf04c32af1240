"""What every book promises: the same tests on the one in memory and the one in the database."""

from typing import Any

import pytest

from jiaoban.kernel.access import Actor, Grant, Right, Role
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.book import Between, Containing, OneOf, Stamp, WritableBook
from jiaoban.kernel.memory import MemoryBook
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import CommandReused
from jiaoban.kernel.verbs import Args, Context, Decision, Outcome, perform, verb
from jiaoban.ledger import looking, store
from tests.db.ledger.sample import NOON, NOTES, Noted, Struck, minutes, note, say

pytestmark = pytest.mark.django_db


class Jot(Args):
    key: str
    text: str


@verb("sample.jot", right=Right.WORK)
def jot(context: Context, args: Jot) -> Decision:
    """Write a note."""
    return [Proposed(Noted(key=args.key, text=args.text))]


@pytest.fixture(params=["memory", "database"])
def book(request: pytest.FixtureRequest) -> WritableBook:
    return MemoryBook("s1") if request.param == "memory" else store.found("s1")


def append_and_fail(book: WritableBook, *payloads: Noted) -> None:
    stamp = Stamp(command="x", request="r", actor="chen", post="hall", now=NOON)
    with book.transaction():
        book.append([Proposed(one) for one in payloads], stamp)
        raise ZeroDivisionError


def command(book: WritableBook, text: str, name: str = "k1") -> Outcome:
    actor = Actor("chen", "陈", "s1", (Grant(Role.OPERATOR),))
    place = Place(site="s1", site_name="站", zone="Asia/Shanghai", post="hall")
    args = Jot(key="a", text=text)
    return perform(
        book, "sample.jot", args, actor=actor, place=place, now=NOON, command=name, packs=lambda _digest: None
    )


def test_empty_book(book: WritableBook) -> None:
    assert (book.size, list(book.acts()), book.act(0), book.get(NOTES, "a")) == (0, [], None, None)


def test_acts_are_numbered_from_0_and_in_order(book: WritableBook) -> None:
    say(book, Noted(key="a"), Noted(key="b"))
    note(book, "c")
    assert [act.seq for act in book.acts()] == [0, 1, 2]
    assert [act.part for act in book.acts()] == [0, 1, 0]
    assert book.size == 3


def test_acts_come_back_as_they_were_appended(book: WritableBook) -> None:
    appended = say(book, Noted(key="a", text="机组 1 振动 0.05 mm", at=NOON), command="one")
    assert list(book.recall("one")) == list(appended) == list(book.acts()) == [book.act(0)]


@pytest.mark.parametrize(
    ("low", "high", "wanted"), [(1, 3, [1, 2]), (2, None, [2, 3]), (3, 9, [3]), (4, None, []), (2, 2, [])]
)
def test_acts_of_a_range(book: WritableBook, low: int, high: int | None, wanted: list[int]) -> None:
    say(book, *[Noted(key=str(n)) for n in range(4)])
    assert [act.seq for act in book.acts(low, high)] == wanted


def test_fold_within_one_command(book: WritableBook) -> None:
    say(book, Noted(key="a", text="1"), Noted(key="a", text="2"), Struck(key="b"))
    found = book.get(NOTES, "a")
    assert found is not None
    assert (found.times, found.text) == (2, "2")


def test_struck_row_is_gone(book: WritableBook) -> None:
    note(book, "a")
    say(book, Struck(key="a"))
    assert book.get(NOTES, "a") is None
    assert book.count(NOTES) == 0


def test_struck_and_written_again(book: WritableBook) -> None:
    note(book, "a")
    say(book, Struck(key="a"), Noted(key="a", text="新"))
    found = book.get(NOTES, "a")
    assert found is not None
    assert found.times == 1


def test_failed_transaction_leaves_nothing(book: WritableBook) -> None:
    note(book, "a", "前")
    with pytest.raises(ZeroDivisionError):
        append_and_fail(book, Noted(key="a", text="后"), Noted(key="b"))
    found = book.get(NOTES, "a")
    assert found is not None
    assert (book.size, found.text, book.count(NOTES), list(book.recall("x"))) == (1, "前", 1, [])


def test_what_was_appended_is_seen_in_the_transaction(book: WritableBook) -> None:
    stamp = Stamp(command="x", request="r", actor="chen", post="hall", now=NOON)
    with book.transaction():
        book.append([Proposed(Noted(key="a"))], stamp)
        assert (book.size, book.count(NOTES)) == (1, 1)


def test_a_command_repeated_is_answered_and_not_appended(book: WritableBook) -> None:
    first, second = command(book, "一"), command(book, "一")
    assert (first.repeated, second.repeated, book.size) == (False, True, 1)
    assert first.acts == second.acts


def test_a_command_id_with_another_body_is_refused(book: WritableBook) -> None:
    command(book, "一")
    with pytest.raises(CommandReused):
        command(book, "二")
    assert book.size == 1


@pytest.fixture
def full(book: WritableBook) -> WritableBook:
    note(book, "b", "甲 Pump!", tag="x", at=NOON)
    note(book, "a", "乙 pump", tag=None, at=NOON + minutes(5))
    note(book, "c", "丙 ÄRGER", tag="y", at=None)
    note(book, "d", "50%_完", tag="Z", at=NOON + minutes(9))
    note(book, "d", "50%_完", tag="Z", at=NOON + minutes(9))
    return book


@pytest.mark.parametrize(
    ("where", "wanted"),
    [
        ({}, "abcd"),
        ({"tag": "x"}, "b"),
        ({"tag": None}, "a"),
        ({"urgent": True}, "b"),
        ({"times": 2}, "d"),
        ({"at": Between(NOON, NOON + minutes(9))}, "ab"),
        ({"at": Between(None, NOON + minutes(5))}, "b"),
        ({"at": Between(NOON + minutes(5), None)}, "ad"),
        ({"at": Between()}, "abd"),
        ({"tag": Between("Z", "y")}, "bd"),
        ({"text": Between("乙", None)}, "ab"),
        ({"tag": OneOf(("x", "y", "nobody"))}, "bc"),
        ({"tag": OneOf(("x", None))}, "ab"),
        ({"tag": OneOf(())}, ""),
        ({"text": Containing("PUMP")}, "ab"),
        ({"text": Containing("ärger")}, "c"),
        ({"text": Containing("%_")}, "d"),
        ({"text": Containing("_完")}, "d"),
        ({"tag": Containing("z")}, "d"),
        ({"text": Containing("pump"), "urgent": False}, "a"),
    ],
)
def test_find_and_count(full: WritableBook, where: dict[str, Any], wanted: str) -> None:
    found = full.find(NOTES, **where)
    assert [one.key for one in found] == list(wanted)
    assert full.count(NOTES, **where) == len(wanted)


@pytest.mark.parametrize(
    ("order", "wanted"),
    [
        (["tag"], "adbc"),
        (["-tag"], "cbda"),
        (["at"], "cbad"),
        (["-at"], "dabc"),
        (["text"], "dcab"),
        (["-times", "-tag"], "dcba"),
        (["urgent", "-text"], "acdb"),
    ],
)
def test_order(full: WritableBook, order: list[str], wanted: str) -> None:
    assert [one.key for one in full.find(NOTES, order=order)] == list(wanted)
    assert [one.key for one in full.find(NOTES, order=order, limit=2)] == list(wanted[:2])


def test_unknown_column_is_refused(full: WritableBook) -> None:
    with pytest.raises(LookupError, match="has no column 'colour'"):
        full.find(NOTES, colour="red")
    with pytest.raises(LookupError, match="has no column 'colour'"):
        full.find(NOTES, order=["-colour"])


@pytest.fixture(params=[2, 1000])
def year(book: WritableBook, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> WritableBook:
    """Notes at the same and at different moments, one of them late, one without, one rewritten, one struck.

    Before the index is asked, so many of the newest are looked through: next to none of them, or all.
    """
    monkeypatch.setattr(looking, "_SCANNED", request.param)
    for number in range(60):
        common = "巡视" if number % 3 else "操作"
        at = None if number == 7 else NOON + minutes(number // 5)
        note(book, f"n{number:02}", f"{common} {number}号机 Pump瓦温 正常。", tag="ab"[number % 2], at=at)
    note(book, "late", "巡视 补录，瓦温", tag="a", at=NOON - minutes(90))
    note(book, "n03", "改写：油压", tag="a", at=NOON + minutes(50))
    note(book, "n04", "巡视 旧瓦温", tag="b", at=NOON + minutes(3))
    say(book, Struck(key="n10"))
    say(book, Struck(key="n11"), Noted(key="n11", text="巡视 再写", tag="b", at=NOON))
    return book


PIECES = [
    "巡视",
    "瓦温",
    "温",
    "油压",
    "操作 3",
    "PUMP瓦",
    "ump",
    "再写",
    "写",
    "没有",
    "号机 P",
    "。",
    "正常。",
    "补录，瓦",
]


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("limit", [1, 3, 20, 200])
def test_newest_that_contain(year: WritableBook, piece: str, limit: int) -> None:
    every = year.find(NOTES, order=["-at"])
    wanted = [one.key for one in every if piece.casefold() in one.text.casefold()][:limit]
    assert [one.key for one in year.find(NOTES, order=["-at"], limit=limit, text=Containing(piece))] == wanted


@pytest.mark.parametrize(
    "where",
    [
        {"tag": "a"},
        {"tag": OneOf(("a", "b"))},
        {"tag": OneOf(("a", None))},
        {"tag": OneOf(())},
        {"urgent": False},
        {"at": Between(NOON - minutes(100), NOON + minutes(4))},
        {"at": Between(None, NOON + minutes(2)), "tag": "b"},
        {"at": Between()},
        {"at": NOON + minutes(3)},
        {"at": None},
    ],
)
def test_newest_that_contain_and_more(year: WritableBook, where: dict[str, Any]) -> None:
    every = [one for one in year.find(NOTES, order=["-at"], **where) if "瓦温" in one.text]
    assert year.find(NOTES, order=["-at"], limit=5, text=Containing("瓦温"), **where) == every[:5]
