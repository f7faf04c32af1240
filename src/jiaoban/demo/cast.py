"""The one fixed cast of invented people: demo data, scenarios in the documentation and every test use these.

云峰 (yunfeng) is the demo station. 清溪 (qingxi) is a neighbour whose people must see nothing of it. Both are described
in `sites/`; here their people, posts and shifts have names.
"""

from datetime import datetime

from jiaoban.demo import description
from jiaoban.demo.description import Member as Member
from jiaoban.demo.founding import found
from jiaoban.kernel.book import WritableBook
from jiaoban.regime.pack import Pack

STATION, NEXT_DOOR = description.read("yunfeng"), description.read(description.NEIGHBOUR)
SITE, NEIGHBOUR = STATION.code, NEXT_DOOR.code
ZONE, REGIME, FOUNDED, ANCHOR = STATION.zone, STATION.regime, STATION.founded, STATION.anchor
CREWS, PATTERN, CYCLE = STATION.crews, STATION.pattern, STATION.cycle
"""四班三运转: a crew stands night, day, evening on three days, then has a day off."""
NIGHT, DAY, EVENING = (one.code for one in PATTERN.shifts)
CCR, PATROL = STATION.posts
CCR_DUTY, PATROL_DUTY = STATION.posts[CCR].duty, STATION.posts[PATROL].duty
_SAFE = STATION.posts[PATROL].safe_state
assert _SAFE is not None
SAFE_STATE = _SAFE

LEADS, AT_CCR, AT_PATROL = STATION.leads, STATION.crew_at(CCR), STATION.crew_at(PATROL)
A_LEAD, A_CCR, A_PATROL = LEADS["A"], AT_CCR["A"], AT_PATROL["A"]
B_LEAD, B_CCR, B_PATROL = LEADS["B"], AT_CCR["B"], AT_PATROL["B"]
C_LEAD, C_CCR, C_PATROL = LEADS["C"], AT_CCR["C"], AT_PATROL["C"]
D_LEAD, D_CCR, D_PATROL = LEADS["D"], AT_CCR["D"], AT_PATROL["D"]
HEAD, ADMINISTRATOR, AUDITOR, AUTHOR, GROUP = (
    STATION.people[one] for one in ("shenguoliang", "linxiaoyan", "gaoming", "tangsiyuan", "luowenbin")
)
OUTSIDER = NEXT_DOOR.people["fangzhiyuan"]
CAST = STATION.cast
"""The people of 云峰."""
NEIGHBOURS = NEXT_DOOR.cast
"""The people of 清溪; the group's user belongs to both."""


def build(book: WritableBook, *packs: Pack, now: datetime = FOUNDED, source: str = "") -> None:
    """Found 云峰 in an empty book: crews, posts, people, roster; the posts live by the first of the packs."""
    found(book, STATION, *packs, now=now, source=source)


def build_neighbour(book: WritableBook, *packs: Pack, now: datetime = FOUNDED) -> None:
    """Found 清溪 in an empty book: one post, one crew, no demo site; only the group's user knows 云峰 as well."""
    found(book, NEXT_DOOR, *packs, now=now)
