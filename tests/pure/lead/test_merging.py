"""Two who are one customer: afterwards everything names the one, and whose they are follows from what both had."""

import random
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from jiaoban.kernel.book import Table, tables
from jiaoban.kernel.memory import MemoryBook
from jiaoban.kernel.occasions import Asked, occasions
from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.kernel.verbs import find_verb, perform
from jiaoban.lead import aftersales, evidence, owned, queries
from jiaoban.lead.access_tables import ACCESSES
from jiaoban.lead.aftersales_tables import CARE_FILES, CARES
from jiaoban.lead.figures import month_of
from jiaoban.lead.owner_tables import COLLISIONS, DEALINGS, LATER, QUARRELS, REPEATS
from jiaoban.lead.rules.facts import ordered
from jiaoban.lead.rules.ownership import owner
from jiaoban.lead.tables import LEADS, Lead
from jiaoban.org import queries as org
from jiaoban.regime.load import load
from jiaoban.scenario.shape import Given
from jiaoban.scenario.world import found, world_of

PACK = load(Path(__file__).parents[3] / "regimes" / "kefu")
ZONE = "Asia/Shanghai"
GIVEN = Given.model_validate(
    {
        "day": date(2026, 3, 10),
        "zone": ZONE,
        "post": "desk",
        "posts": {"desk": {"name": "客服岗", "shifts": {"day": {"name": "白班", "begins": "09:00", "ends": "17:30"}}}},
        "people": {
            "郑": {"role": "HEAD"},
            "李": {"posts": ["desk"]},
            "王": {"posts": ["desk"]},
            "赵": {"posts": ["desk"]},
            "张": {"role": "SUPERVISOR"},
        },
    }
)
BEGIN = datetime(2026, 3, 10, 2, tzinfo=UTC)
PICTURE = "a" * 64
ANSWERS = {one.id: "好" for one in PACK.aftersales.answers} if PACK.aftersales else {}


class Desk:
    """A desk in memory; what is refused is passed over where `bold`."""

    def __init__(self) -> None:
        self.world = world_of(GIVEN, PACK)
        self.book: MemoryBook = found(self.world)
        self.now, self.done = BEGIN, 0
        self.keys = self.world.keys

    def do(self, who: str, verb: str, /, *, bold: bool = False, **said: Any) -> str:
        known = find_verb(f"lead.{verb}")
        assert known is not None
        self.done += 1
        outcome = perform(
            self.book,
            known.name,
            known.args.model_validate(said),
            actor=org.actor(self.book, self.keys[who]),
            place=self.place,
            now=self.now,
            command=f"c{self.done}",
            packs=self.packs,
        )
        assert bold or outcome.refusal is None, outcome.refusal
        return "" if outcome.refusal else f"c{self.done}"

    @property
    def place(self) -> Any:
        return org.place(self.book, "desk", self.now)

    @staticmethod
    def packs(_digest: str) -> Any:
        return PACK

    def lead(self, key: str) -> Lead:
        there = queries.lead(self.book, key)
        assert there is not None
        return there


def everything(desk: Desk, one: str, of: random.Random) -> None:
    """Let something happen with a customer: whatever comes to somebody's mind, by whoever."""
    who, other = of.sample(("李", "王", "赵"), 2)
    past = {"at": desk.now - timedelta(hours=of.randrange(0, 30))}
    ahead = {"for_at": desk.now + timedelta(hours=of.randrange(1, 90)), "where": "校区", "despite": "客户要求"}
    cases = [case.key for case in desk.book.find(COLLISIONS, lead=one)]
    case = {"collision": of.choice(cases)} if cases else {"collision": "none"}
    keys = desk.keys
    verb, by, said = of.choice(
        (
            ("contact", who, {"way": "phone", "result": "interested", **past}),
            ("contact", who, {"way": "phone", "result": "interested"}),
            ("appoint", who, ahead),
            ("appoint", who, ahead),
            ("visit", who, past),
            ("take_deposit", who, {"amount": "500", **past}),
            ("sell", who, {"amount": "6800", **past}),
            ("lose", who, {"reason": "不学了"}),
            ("talk", who, {"to": keys[other], **past}),
            ("leave", who, past),
            ("name_leader", who, {"leader": keys[of.choice((who, other))], "other": keys[other]}),
            ("overrule_leader", "张", {"leader": keys[who], "reason": "特殊情况"}),
            ("raise_collision", who, {"people": [keys[other]]}),
            ("rule_collision", "张", {**case, "keeper": of.choice(("", keys[who])), "reason": "说明"}),
            ("record_quarrel", "张", {**case, "note": "吵了"}),
            ("care", who, {"answers": ANSWERS, "photos": [PICTURE]}),
            ("brief_teacher", who, {"teacher": keys[other], "situation": "想学"}),
            ("take_briefing", other, {}),
            ("entrust_care", "张", {"person": keys[other], "reason": "请假"}),
            ("end_care", "张", {"reason": "毕业"}),
            ("announce_followup", who, {"month": 2, "sales": "孙", "teacher": "周"}),
            ("reveal", who, {}),
        )
    )
    if find_verb(f"lead.{verb}") is None:
        raise AssertionError(verb)
    mine = {} if verb in ("rule_collision", "record_quarrel") else {"lead": one}
    with suppress(BadInput, NotFound):
        desk.do(by, verb, bold=True, **mine, **said)


def names(value: Any, key: str) -> bool:
    """Say whether a key stands anywhere in a row."""
    if isinstance(value, dict):
        return any(names(one, key) for one in value.values())
    if isinstance(value, list):
        return any(names(one, key) for one in value)
    return bool(value == key)


@pytest.mark.parametrize("seed", range(25))
def test_merged_customers_are_as_one_had_been_all_along(seed: int) -> None:
    of, desk = random.Random(seed), Desk()
    three = [desk.do(of.choice(("李", "王", "赵")), "open", number=f"1390000000{n}", name="某人") for n in range(3)]
    for _ in range(90):
        desk.now += timedelta(minutes=of.randrange(1, 500))
        everything(desk, of.choice(three), of)
    rules = owned.rules_at(desk.place, desk.packs)
    assert rules is not None
    collisions = rules.collisions
    before = [evidence.gathered(desk.book, desk.lead(key)) for key in three]
    files = [aftersales.file_of(desk.book, desk.lead(key)) for key in three]
    cares = sorted(one.key for one in desk.book.find(CARES))
    of.shuffle(three)
    first, second, last = three
    desk.do("张", "merge", lead=first, into=second, reason="同一个人")
    desk.do("张", "merge", lead=second, into=last, reason="本人说的")

    for table in tables():
        for key, row in desk.book.rows(table):
            if table is LEADS:
                continue
            for gone in (first, second):
                assert key != gone, table.name
                assert not names(row.model_dump(mode="json"), gone), (table.name, key)

    there = desk.lead(last)
    whose = owned.whose(desk.book, there, desk.place, desk.packs, desk.now)
    assert whose is not None
    facts = [fact for one in before for fact in one.facts]
    assert ordered(whose.gathered.facts) == ordered(facts)
    for moment in whose.gathered.moments(collisions, desk.now):
        decided = [fact for one in before for fact in one.at(collisions, moment) if fact not in one.facts]
        union = owner([*facts, *decided], rules, moment, ZONE, whose.may_follow)
        assert whose.at(moment) == union
    seen = aftersales.cared(desk.book, desk.place, PACK.aftersales, there, desk.now)
    assert sorted(one.key for one in seen.cares) == cares
    told = sorted((each for one in files if one for each in one.briefings), key=lambda each: each.at)
    assert list(seen.file.briefings if seen.file else ()) == told
    assert bool(seen.file and seen.file.ended_at) is any(one.ended_at for one in files if one)
    assert [(one.lead, one.why) for one in desk.lead(second).mergings] == [(first, "同一个人"), (second, "本人说的")]
    assert [(one.lead, one.why, one.by) for one in there.mergings] == [(second, "本人说的", desk.keys["张"])]


def test_the_seeds_reach_every_table() -> None:
    reached: set[str] = set()
    for seed in range(25):
        of, desk = random.Random(seed), Desk()
        three = [desk.do(of.choice(("李", "王", "赵")), "open", number=f"1390000000{n}") for n in range(3)]
        for _ in range(90):
            desk.now += timedelta(minutes=of.randrange(1, 500))
            everything(desk, of.choice(three), of)
        some: tuple[Table[Any], ...] = (ACCESSES, CARES, CARE_FILES, COLLISIONS, DEALINGS, LATER, QUARRELS, REPEATS)
        for table in some:
            if any(True for _ in desk.book.rows(table)):
                reached.add(table.name)
    assert len(reached) == 8, reached


def test_who_was_written_down_twice_is_one_customer_of_whoever_was_first() -> None:
    desk = Desk()
    first = desk.do("李", "open", number="13900000001", name="王女士", source="referral")
    desk.now += timedelta(days=1)
    second = desk.do("王", "open", number="13900000002")
    desk.do("王", "merge", lead=first, into=second, reason="同一个人")
    month = month_of(desk.book, desk.place, desk.packs, date(2026, 3, 1), desk.now)
    assert {person: one.opened for person, one in month.people.items()} == {desk.keys["李"]: 1}
    there = desk.lead(second)
    assert queries.values(desk.book, [there.name]) == {there.name: "王女士"}
    assert (there.source, there.opened_at, len(there.numbers)) == ("referral", BEGIN, 2)
    desk.do("郑", "erase", lead=second, reason="要求")
    month = month_of(desk.book, desk.place, desk.packs, date(2026, 3, 1), desk.now)
    assert month.whole.opened == 1, "erased they are still one"
    assert (desk.lead(first).stand, desk.lead(second).stand) == ("MERGED", "ERASED")


def test_a_contact_that_was_missing_is_not_proposed_again_after_a_merger() -> None:
    desk = Desk()
    bought, other = (desk.do("李", "open", number=f"1390000000{n}") for n in (1, 2))
    desk.do("李", "sell", lead=bought, amount="6800")
    desk.now += timedelta(days=20)

    def missing() -> set[str]:
        today = org.local_day(desk.book, desk.now)
        asked = Asked(desk.book, desk.place, desk.packs, date(2026, 3, 1), today + timedelta(days=1), desk.now)
        return {one.key for one in occasions(asked, ["aftersales-missed"])}

    before = missing()
    assert before
    desk.do("李", "merge", lead=bought, into=other, reason="同一个人")
    assert missing() == before
