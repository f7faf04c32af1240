"""The one fixed cast of invented people: demo data, scenarios in the documentation and every test use these.

云峰 (yunfeng) is the demo station. 清溪 (qingxi) is a neighbour whose people must see nothing of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from jiaoban.kernel.access import SYSTEM, Role
from jiaoban.kernel.book import WritableBook
from jiaoban.kernel.place import Place
from jiaoban.kernel.shifts import ShiftKind, ShiftPattern
from jiaoban.kernel.verbs import find_verb, perform
from jiaoban.kernel.words import Words
from jiaoban.org import queries
from jiaoban.org import usecases as _org  # noqa: F401 - declares the verbs
from jiaoban.org.args import AdoptRegime
from jiaoban.regime.pack import Pack
from jiaoban.roster import usecases as _roster  # noqa: F401 - declares the verbs

SITE, NEIGHBOUR = "yunfeng", "qingxi"
ZONE = "Asia/Shanghai"
CCR, PATROL = "ccr", "patrol"
REGIME = "hydro"
CCR_DUTY, PATROL_DUTY = "中控室值班员", "巡视值班员"
FOUNDED = datetime(2026, 1, 2, 16, 0, tzinfo=UTC)
"""Local midnight of the day on which the cycle of the crews begins."""
ANCHOR = date(2026, 1, 3)

CREWS = {
    "A": Words(zh="一值", en="Crew 1"),
    "B": Words(zh="二值", en="Crew 2"),
    "C": Words(zh="三值", en="Crew 3"),
    "D": Words(zh="四值", en="Crew 4"),
}
NIGHT, DAY, EVENING = "night", "day", "evening"
PATTERN = ShiftPattern(
    shifts=(
        ShiftKind(code=NIGHT, name=Words(zh="夜班", en="night shift"), begins=time(0), ends=time(8)),
        ShiftKind(code=DAY, name=Words(zh="白班", en="day shift"), begins=time(8), ends=time(16)),
        ShiftKind(code=EVENING, name=Words(zh="中班", en="evening shift"), begins=time(16), ends=time(0)),
    )
)
CYCLE = (
    {NIGHT: "A", DAY: "B", EVENING: "C"},
    {NIGHT: "D", DAY: "A", EVENING: "B"},
    {NIGHT: "C", DAY: "D", EVENING: "A"},
    {NIGHT: "B", DAY: "C", EVENING: "D"},
)
"""四班三运转: a crew stands night, day, evening on three days, then has a day off."""
SAFE_STATE = Words(
    zh="厂房照明、排水泵、消防系统正常，无检修作业和操作，大门已锁，由中控室工业电视监视。",
    en="Lighting, pumps and fire protection in order, no maintenance or switching, doors locked, watched by camera.",
)


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the cast: key (also the account's name), name, crew code, (role, post or None)s, certificates."""

    key: str
    name: str
    crew: str
    roles: tuple[tuple[Role, str | None], ...]
    qualifications: tuple[str, ...] = ()

    @property
    def username(self) -> str:
        """The account's name."""
        return self.key

    @property
    def password(self) -> str:
        """The account's password: simple, printed, for the demo only."""
        return f"{self.key}-2026"


def _lead(key: str, name: str, crew: str) -> Member:
    return Member(key, name, crew, ((Role.SUPERVISOR, None),), (CCR_DUTY, PATROL_DUTY))


def _ccr(key: str, name: str, crew: str) -> Member:
    return Member(key, name, crew, ((Role.OPERATOR, CCR),), (CCR_DUTY,))


def _patrol(key: str, name: str, crew: str) -> Member:
    return Member(key, name, crew, ((Role.OPERATOR, PATROL),), (PATROL_DUTY,))


A_LEAD = _lead("chenzhiqiang", "陈志强", "A")
A_CCR = _ccr("limingyuan", "李明远", "A")
A_PATROL = _patrol("wangjianguo", "王建国", "A")
B_LEAD = _lead("liuhaibo", "刘海波", "B")
B_CCR = _ccr("zhaowenjing", "赵文静", "B")
B_PATROL = _patrol("sunlijun", "孙立军", "B")
C_LEAD = _lead("zhouxiaodong", "周晓东", "C")
C_CCR = _ccr("wuyaqin", "吴雅琴", "C")
C_PATROL = _patrol("zhengguodong", "郑国栋", "C")
D_LEAD = _lead("yangzhenhua", "杨振华", "D")
D_CCR = _ccr("xuqian", "许倩", "D")
D_PATROL = _patrol("hedayong", "何大勇", "D")
HEAD = Member("shenguoliang", "沈国梁", "", ((Role.HEAD, None),))
ADMINISTRATOR = Member("linxiaoyan", "林晓燕", "", ((Role.ADMINISTRATOR, None),))
AUDITOR = Member("gaoming", "高明", "", ((Role.AUDITOR, None),))
AUTHOR = Member("tangsiyuan", "唐思远", "", ((Role.AUTHOR, None),))
GROUP = Member("luowenbin", "罗文斌", "", ((Role.GROUP, None),))
OUTSIDER = Member("fangzhiyuan", "方志远", "A", ((Role.OPERATOR, CCR), (Role.ADMINISTRATOR, None)), (CCR_DUTY,))

LEADS = {"A": A_LEAD, "B": B_LEAD, "C": C_LEAD, "D": D_LEAD}
AT_CCR = {"A": A_CCR, "B": B_CCR, "C": C_CCR, "D": D_CCR}
AT_PATROL = {"A": A_PATROL, "B": B_PATROL, "C": C_PATROL, "D": D_PATROL}
CAST = (
    *(one for crew in CREWS for one in (LEADS[crew], AT_CCR[crew], AT_PATROL[crew])),
    *(HEAD, ADMINISTRATOR, AUDITOR, AUTHOR, GROUP),
)
"""The people of 云峰."""
NEIGHBOURS = (OUTSIDER, GROUP)
"""The people of 清溪; the group's user belongs to both."""


class _Builder:
    """Carries out verbs as the program itself, with command ids that are the same at every building."""

    def __init__(self, book: WritableBook, now: datetime) -> None:
        self.book, self.now, self.done = book, now, 0

    def do(self, verb: str, at: str = "", **said: Any) -> None:
        """Carry out a verb; a refusal is an error of this file."""
        found = find_verb(verb)
        assert found is not None, verb
        self.done += 1
        outcome = perform(
            self.book,
            verb,
            found.args.model_validate(said),
            actor=SYSTEM,
            place=queries.place(self.book, at, self.now) if self.book.size else _unfounded(self.book.site),
            now=self.now,
            command=f"cast-{self.done:03d}",
            packs=_no_packs,
        )
        assert outcome.refusal is None, outcome.refusal

    def people(self, members: Iterable[Member]) -> None:
        """Add people with their roles and certificates."""
        for number, one in enumerate(members):
            phone = f"138 0000 {number:04d}"
            self.do(
                "org.add_person",
                person=one.key,
                name=one.name,
                username=one.username,
                crew=one.crew or None,
                phone=phone,
            )
            for role, post in one.roles:
                self.do("org.grant", person=one.key, role=role, post=post)
            for qualification in one.qualifications:
                self.do(
                    "org.qualify",
                    person=one.key,
                    qualification=qualification,
                    number=f"YF-{number:03d}",
                    valid_from=date(2025, 1, 1),
                )

    def post(self, key: str, zh: str, en: str, duty: str, regime: str, safe_state: Words | None = None) -> None:
        """Open a post that needs one person with the certificate `duty`."""
        self.do(
            "org.open_post",
            post=key,
            name={"zh": zh, "en": en},
            regime=regime,
            pattern=PATTERN.model_dump(),
            complement=[{"qualification": duty}],
            safe_state=safe_state.model_dump() if safe_state else None,
        )

    def roster(self, post: str, crews: Mapping[str, Member]) -> None:
        """Set the rotation of a post and who of each crew stands there."""
        self.do("roster.set_rotation", post, anchor_day=ANCHOR, cycle=CYCLE)
        for crew, one in crews.items():
            self.do("roster.man", post, crew=crew, people=[one.key], from_day=ANCHOR)


def build(book: WritableBook, *packs: Pack, now: datetime = FOUNDED) -> None:
    """Found 云峰 in an empty book: crews, posts, people, roster; the posts live by the first of the packs.

    The packs are adopted by digest; keep them in the content store first (`org.packs.store`). Without a pack the posts
    name a regime that is not in force.
    """
    site = _Builder(book, now)
    site.do("org.found_site", code=book.site, name={"zh": "云峰水电站", "en": "Yunfeng"}, zone=ZONE, demo=True)
    for pack in packs:
        site.do("org.adopt_regime", **AdoptRegime.of(pack).model_dump())
    regime = packs[0].head.id if packs else REGIME
    for crew, name in CREWS.items():
        site.do("org.form_crew", crew=crew, name=name.model_dump())
    site.post(CCR, "中控室", "Control room", CCR_DUTY, regime)
    site.post(PATROL, "厂房巡视", "Powerhouse patrol", PATROL_DUTY, regime, SAFE_STATE)
    site.people(CAST)
    site.roster(CCR, AT_CCR)
    site.roster(PATROL, AT_PATROL)


def build_neighbour(book: WritableBook, *packs: Pack, now: datetime = FOUNDED) -> None:
    """Found 清溪 in an empty book: one post, one crew, no demo site; only the group's user knows 云峰 as well."""
    site = _Builder(book, now)
    site.do("org.found_site", code=book.site, name={"zh": "清溪水电站", "en": "Qingxi"}, zone=ZONE, demo=False)
    for pack in packs:
        site.do("org.adopt_regime", **AdoptRegime.of(pack).model_dump())
    site.do("org.form_crew", crew="A", name=CREWS["A"].model_dump())
    site.post(CCR, "中控室", "Control room", CCR_DUTY, packs[0].head.id if packs else REGIME)
    site.people(NEIGHBOURS)


def _unfounded(site: str) -> Place:
    return Place(site=site, site_name="", zone="UTC")


def _no_packs(digest: str) -> Any:
    raise LookupError(digest)
