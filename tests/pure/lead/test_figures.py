"""What came of a month: who, which group, which day; struck and cancelled events do not count."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jiaoban.kernel.figures import Wanted, figures
from jiaoban.kernel.memory import MemoryBook
from jiaoban.kernel.sales import Selling, sales
from jiaoban.kernel.verbs import find_verb, perform
from jiaoban.lead.figures import Month, month_of
from jiaoban.lead.owner_tables import COLLISIONS
from jiaoban.lead.tables import LEADS
from jiaoban.org import queries as org
from jiaoban.regime.load import load
from jiaoban.scenario.shape import Given
from jiaoban.scenario.world import found, world_of

KEFU = Path(__file__).parents[3] / "regimes" / "kefu"
PACK = load(KEFU)
POSTS = {"desk": {"name": "客服岗", "shifts": {"day": {"name": "白班", "begins": "09:00", "ends": "17:30"}}}}
PEOPLE = {"李": {"posts": ["desk"]}, "王": {"posts": ["desk"]}, "赵": {"posts": ["desk"]}, "张": {"role": "SUPERVISOR"}}
NOW = datetime(2026, 3, 20, 8, tzinfo=UTC)
NONE: tuple[int, Decimal, list[Decimal]] = (0, Decimal(0), [])
Do = Callable[..., str]


def at(day: int, clock: str, month: int = 3) -> datetime:
    return datetime.fromisoformat(f"2026-{month:02d}-{day:02d}T{clock}+08:00").astimezone(UTC)


@pytest.fixture
def desk() -> tuple[MemoryBook, Do]:
    given = {"day": date(2026, 3, 10), "zone": "Asia/Shanghai", "post": "desk", "posts": POSTS, "people": PEOPLE}
    world = world_of(Given.model_validate(given), PACK)
    book, count = found(world), iter(range(1000))

    def do(who: str, verb: str, when: datetime, /, **said: Any) -> str:
        known = find_verb(verb)
        assert known is not None
        outcome = perform(
            book,
            verb,
            known.args.model_validate(said),
            actor=org.actor(book, world.keys[who]),
            place=org.place(book, "desk", when),
            now=when,
            command=f"c{next(count)}",
            packs=world.packs,
        )
        assert outcome.refusal is None, outcome.refusal
        return outcome.acts[0].command

    return book, do


def march(book: MemoryBook, month: int = 3, now: datetime = NOW) -> Month:
    return month_of(book, org.place(book, "desk", now), lambda _digest: PACK, date(2026, month, 1), now)


def test_a_month_without_customers_has_days_and_nobody(desk: tuple[MemoryBook, Do]) -> None:
    book, _ = desk
    month = march(book)
    assert (month.groups, month.whole.opened, month.whole.sold) == ((), 0, Decimal(0))
    assert list(month.days) == [date(2026, 3, day) for day in range(1, 21)]
    assert len(march(book, 2).days) == 28


def test_everybody_has_what_counts_for_them_and_the_days_what_happened_on_them(desk: tuple[MemoryBook, Do]) -> None:
    book, do = desk
    for number, who in enumerate(("李", "李", "王")):
        do(who, "lead.open", at(10, f"09:0{number}"), number=f"1390000000{number}", way="phone", result="interested")
    first, second = (one.key for one in book.find(LEADS, order=("opened_at",))[:2])
    do("李", "lead.appoint", at(10, "10:00"), lead=first, for_at=at(11, "10:00"), where="前台")
    gone = do("李", "lead.appoint", at(10, "10:05"), lead=second, for_at=at(11, "11:00"), where="前台")
    do("李", "lead.cancel_appointment", at(10, "11:00"), lead=second, event=gone, reason="不来了")
    do("王", "lead.visit", at(11, "10:02"), lead=first)
    do("李", "lead.take_deposit", at(11, "10:30"), lead=first, amount="500")
    do("李", "lead.sell", at(12, "00:00"), lead=first, amount="3980.50")
    wrong = do("王", "lead.sell", at(12, "09:00"), lead=second, amount="9800")
    do("王", "lead.correct", at(12, "09:05"), lead=second, event=wrong, reason="记错客户", struck=True)
    month = march(book)
    names = {one.key: one.name for one in org.people(book)}
    found_ = {names[person]: one for person, one in month.people.items()}
    assert {who: (one.opened, one.times["CONTACT"], one.times["APPOINTMENT"]) for who, one in found_.items()} == {
        "李": (2, 2, 1),
        "王": (1, 1, 0),
    }
    assert (found_["李"].sold, found_["李"].paid["DEPOSIT"], found_["王"].sold) == (
        Decimal("3980.50"),
        Decimal(500),
        Decimal(0),
    )
    assert found_["王"].times["VISIT"] == 1
    assert month.days[date(2026, 3, 12)].sold == Decimal("3980.50")
    assert month.days[date(2026, 3, 11)].times["VISIT"] == 1
    assert month.whole.opened == 3
    assert next(iter(month.groups[0].people)) == next(key for key, name in names.items() if name == "李")


def test_a_month_begins_and_ends_at_local_midnight(desk: tuple[MemoryBook, Do]) -> None:
    book, do = desk
    key = do("李", "lead.open", at(28, "23:59:59", 2), number="13900000009", way="phone", result="interested")
    lead = book.find(LEADS)[0].key
    assert lead == key
    do("李", "lead.sell", at(28, "23:59:59", 2), lead=lead, amount="1")
    do("李", "lead.sell", at(1, "00:00:00"), lead=lead, amount="2")
    assert (march(book, 2).whole.sold, march(book).whole.sold) == (Decimal(1), Decimal(2))
    assert (march(book, 2).whole.opened, march(book).whole.opened) == (1, 0)


def test_a_report_can_have_written_in_what_somebody_did(desk: tuple[MemoryBook, Do]) -> None:
    book, do = desk
    key = do("李", "lead.open", at(10, "09:00"), number="13900000001", way="phone", result="interested")
    do("李", "lead.sell", at(10, "23:59:59"), lead=key, amount="3980.50")
    do("李", "lead.sell", at(11, "00:00"), lead=key, amount="10")
    person, here = book.find(LEADS)[0].opened_by, org.place(book, "desk", NOW)
    found = figures(Wanted(book, here, lambda _digest: PACK, person, date(2026, 3, 10), date(2026, 3, 11), NOW))
    told = [str(found[word]) for word in ("contacts", "customers", "visits", "sales", "revenue")]
    assert told == ["1", "1", "0", "1", "3980.50"]


def collision(desk: tuple[MemoryBook, Do]) -> tuple[str, str]:
    """Let two collide over a customer on the 10th, who buys from the first on the 11th."""
    book, do = desk
    do("李", "lead.open", at(10, "09:00"), number="13900000001", way="phone", result="interested")
    lead = book.find(LEADS)[0].key
    do("王", "lead.contact", at(10, "09:30"), lead=lead, way="phone", result="interested")
    do("李", "lead.sell", at(11, "09:00"), lead=lead, amount="9800")
    (case,) = book.find(COLLISIONS)
    return lead, case.key


def told(book: MemoryBook, now: datetime) -> tuple[int, Decimal, list[Decimal]]:
    """How many sales the month has, their sum, and what company funds and careers are told."""
    month, place = march(book, now=now), org.place(book, "desk", now)
    found_ = sales(Selling(book, place, lambda _digest: PACK, now), date(2026, 3, 1), date(2026, 4, 1))
    return month.whole.times["SALE"], month.whole.sold, [one.amount for one in found_]


def test_a_sale_counts_until_its_order_is_void_and_not_from_then_on(desk: tuple[MemoryBook, Do]) -> None:
    book, _ = desk
    _, case = collision(desk)
    counted = (1, Decimal(9800), [Decimal(9800)])
    assert told(book, at(11, "10:00")) == counted
    assert told(book, at(12, "09:30:00")) == counted, "it goes up after a day and is void after another one"
    assert told(book, at(12, "09:30:01")) == NONE
    (one,) = march(book, now=at(20, "09:00")).told
    assert one.owned is not None
    assert one.owned.decision is not None
    assert (one.void, one.owned.decision.key, one.sale.amount) == (True, case, Decimal(9800))
    person, here = book.find(LEADS)[0].opened_by, org.place(book, "desk", at(20, "09:00"))
    wanted = Wanted(book, here, lambda _: PACK, person, date(2026, 3, 11), date(2026, 3, 12), at(20, "09:00"))
    assert [figures(wanted)[word] for word in ("sales", "revenue")] == [0, 0]


def test_a_ruling_in_a_later_month_changes_the_month_of_the_sale_and_the_month_says_so(
    desk: tuple[MemoryBook, Do],
) -> None:
    book, do = desk
    _, case = collision(desk)
    keeper = book.find(LEADS)[0].opened_by
    do("张", "lead.rule_collision", at(3, "10:00", 4), collision=case, keeper=keeper, reason="先联系的")
    assert told(book, at(3, "10:00", 4)) == (1, Decimal(9800), [Decimal(9800)])
    month = march(book, now=at(4, "09:00", 4))
    (one,) = month.told
    assert one.owned is not None
    assert one.owned.decision is not None
    assert (one.void, one.again, one.owned.decision.at) == (False, True, at(3, "10:00", 4))
    assert one.owned.decision.at >= month.until
    assert march(book, 4, now=at(4, "09:00", 4)).told == []


def test_ruled_void_counts_for_nobody_and_what_was_settled_in_time_is_not_mentioned(
    desk: tuple[MemoryBook, Do],
) -> None:
    book, do = desk
    _, case = collision(desk)
    keeper = book.find(LEADS)[0].opened_by
    do("李", "lead.propose_settlement", at(11, "09:10"), collision=case, keeper=keeper, share=100)
    do("王", "lead.accept_settlement", at(11, "09:11"), collision=case)
    boss = next(one.key for one in org.people(book) if one.name == "张")
    do("李", "lead.tell_settlement", at(11, "09:12"), collision=case, to=boss)
    assert told(book, at(20, "09:00"))[0] == 1
    assert march(book, now=at(20, "09:00")).told == []


def test_what_a_supervisor_rules_void_counts_for_nobody(desk: tuple[MemoryBook, Do]) -> None:
    book, do = desk
    _, case = collision(desk)
    do("张", "lead.rule_collision", at(11, "11:00"), collision=case, keeper="", reason="说不清")
    assert told(book, at(11, "10:59"))[0] == 1
    assert told(book, at(11, "11:00")) == NONE
