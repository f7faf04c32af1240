"""Personal values never reach the book: they are taken out at the door, found again, and erased without a trace."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import pytest

from jiaoban.kernel import verbs
from jiaoban.kernel.access import SYSTEM, Right
from jiaoban.kernel.act import Payload, Proposed
from jiaoban.kernel.canon import canonical
from jiaoban.kernel.memory import MemoryBook
from jiaoban.kernel.personal import (
    UNCLAIMED,
    Kept,
    Personal,
    PersonalRef,
    fields_of,
    hashed,
    is_ref,
    personal_kind,
)
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import BadInput, CommandReused, Declined
from jiaoban.kernel.verbs import Args, Context, Decision, as_part, perform, plain, verb
from jiaoban.kernel.words import Words

NOW = datetime(2026, 3, 10, 1, tzinfo=UTC)
PLACE = Place("site", "Site", "UTC", post="desk")
SECRET = "13800138000"


@personal_kind("digits", shared=True)
def _digits(value: str, field: str, _place: Place, _packs: Callable[[str], Any]) -> str:
    found = "".join(one for one in value if one.isdigit())
    if not found:
        raise BadInput(field, Words(zh="没有数字。", en="No digits."), Words(zh="写数字。", en="Write digits."))
    return found


class Noted(Payload, kind="probe.noted"):
    SUBJECT, PERSONAL = "thing", ("number", "note")
    thing: str
    number: PersonalRef
    note: PersonalRef = ""


class Forgotten(Payload, kind="probe.forgotten"):
    ERASES = "things"
    things: tuple[str, ...]


class Note(Args):
    thing: str
    number: Annotated[str, Personal("digits")]
    note: Annotated[str, Personal("text")] = ""
    how: str = ""


class Forget(Args):
    things: tuple[str, ...]


@verb("probe.note", right=Right.READ)
def _note(context: Context, args: Note) -> Decision:
    """Write something down."""
    if args.how == "refused":
        raise Declined(plain("no", "不行。", "No.", "算了。", "Leave it."))
    if args.how == "bad":
        raise BadInput("how", Words(zh="不对。", en="Wrong."), Words(zh="改。", en="Change it."))
    if args.how == "part":
        return as_part(context, "probe.note", {"thing": args.thing, "number": args.number})
    if args.how == "past the door":
        return as_part(context, "probe.note", {"thing": args.thing, "number": SECRET})
    assert is_ref(args.number)
    assert not args.note or is_ref(args.note)
    return [Proposed(Noted(thing=args.thing, number=args.number, note=args.note))]


@verb("probe.forget", right=Right.READ)
def _forget(_context: Context, args: Forget) -> Decision:
    """Erase."""
    return [Proposed(Forgotten(things=args.things))]


@pytest.fixture
def book() -> MemoryBook:
    return MemoryBook("site")


def do(book: MemoryBook, name: str, command: str, at: datetime = NOW, **said: Any) -> verbs.Outcome:
    found = verbs.find_verb(name)
    assert found is not None
    return perform(
        book,
        name,
        found.args.model_validate(said),
        actor=SYSTEM,
        place=PLACE,
        now=at,
        command=command,
        packs=lambda _digest: None,
    )


def noted(outcome: verbs.Outcome) -> Noted:
    payload = outcome.acts[0].payload
    assert isinstance(payload, Noted)
    return payload


def everything(book: MemoryBook) -> bytes:
    return b"".join(canonical(act.envelope()) for act in book.acts())


def test_what_is_personal_is_known_by_its_type() -> None:
    assert fields_of(Note) == {"number": "digits", "note": "text"}


def test_the_book_holds_a_reference_and_the_keeper_the_value(book: MemoryBook) -> None:
    said = noted(do(book, "probe.note", "one", thing="a", number="138 0013-8000", note="孩子读初二"))
    assert book.personal.values([said.number, said.note]) == {said.number: SECRET, said.note: "孩子读初二"}
    assert SECRET.encode() not in everything(book)
    assert "初二".encode() not in everything(book)


def test_the_same_number_has_the_same_reference_and_a_text_never(book: MemoryBook) -> None:
    first = noted(do(book, "probe.note", "one", thing="a", number=SECRET, note="同"))
    second = noted(do(book, "probe.note", "two", thing="a", number="138-0013-8000", note="同"))
    assert first.number == second.number
    assert first.note != second.note


def test_two_sites_have_two_references(book: MemoryBook) -> None:
    other = MemoryBook("other")
    assert noted(do(book, "probe.note", "one", thing="a", number=SECRET)).number != (
        noted(do(other, "probe.note", "one", thing="a", number=SECRET)).number
    )


def test_a_reference_is_a_hash_with_a_salt_of_its_own(book: MemoryBook) -> None:
    do(book, "probe.note", "one", thing="a", number=SECRET, note="x")
    kept = list(book.personal.kept.values())
    assert len({one.salt for one in kept}) == 2
    assert all(one.sound and one.ref == hashed(one.salt, one.kind, one.value) for one in kept)
    changed = Kept(kept[0].ref, kept[0].kind, "x", "other", kept[0].salt, NOW)
    assert not changed.sound


def test_the_same_command_is_done_once_and_another_body_is_noticed(book: MemoryBook) -> None:
    said: dict[str, Any] = {"thing": "a", "number": SECRET, "note": "孩子"}
    do(book, "probe.note", "one", **said)
    again = do(book, "probe.note", "one", at=NOW + timedelta(days=9), **{**said, "number": " 138 00138000"})
    assert again.repeated
    assert book.size == 1
    for other in ({"number": "139"}, {"note": "孙子"}):
        kept = dict(book.personal.kept)
        with pytest.raises(CommandReused):
            do(book, "probe.note", "one", **{**said, **other})
        assert book.personal.kept == kept


def test_a_refused_command_is_known_again_for_a_day_and_forgotten_after(book: MemoryBook) -> None:
    refused = do(book, "probe.note", "one", thing="a", number=SECRET, how="refused")
    assert refused.refusal is not None
    assert do(book, "probe.note", "one", thing="a", number=SECRET, how="refused").repeated
    assert SECRET.encode() not in everything(book)
    do(book, "probe.note", "two", at=NOW + UNCLAIMED, thing="b", number="1")
    assert SECRET in {one.value for one in book.personal.kept.values()}
    do(book, "probe.note", "three", at=NOW + UNCLAIMED + timedelta(seconds=1), thing="b", number="2")
    assert SECRET not in {one.value for one in book.personal.kept.values()}


def test_bad_input_leaves_nothing_and_does_not_repeat_the_value(book: MemoryBook) -> None:
    with pytest.raises(BadInput):
        do(book, "probe.note", "one", thing="a", number=SECRET, how="bad")
    with pytest.raises(BadInput) as caught:
        do(book, "probe.note", "one", thing="a", number="ein Geheimnis")
    assert "Geheimnis" not in str(caught.value)
    assert (book.size, book.personal.kept) == (0, {})


def test_erased_is_erased_and_what_another_thing_has_stays(book: MemoryBook) -> None:
    first = noted(do(book, "probe.note", "one", thing="a", number=SECRET, note="甲"))
    second = noted(do(book, "probe.note", "two", thing="b", number="139", note="乙"))
    do(book, "probe.forget", "three", things=["a"])
    assert book.personal.values([first.number, first.note, second.note]) == {second.note: "乙"}
    anew = noted(do(book, "probe.note", "four", thing="c", number=SECRET))
    assert anew.number != first.number, "nothing ties the new one to the erased one"


def test_a_part_of_a_command_takes_the_reference_on_and_nothing_else(book: MemoryBook) -> None:
    said = noted(do(book, "probe.note", "one", thing="a", number=SECRET, how="part"))
    assert book.personal.values([said.number]) == {said.number: SECRET}
    with pytest.raises(TypeError, match="past the door"):
        do(book, "probe.note", "two", thing="a", number="5", how="past the door")


def test_a_copy_of_a_book_goes_its_own_way(book: MemoryBook) -> None:
    said = noted(do(book, "probe.note", "one", thing="a", number=SECRET))
    twin = book.copy()
    do(twin, "probe.forget", "two", things=["a"])
    assert book.personal.values([said.number])
    assert not twin.personal.values([said.number])
