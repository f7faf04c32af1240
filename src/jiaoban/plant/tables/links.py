"""Protection links as things: the position of each, derived from the matters that put it in and took it out."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime

from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table
from jiaoban.kernel.fields import joint_key
from jiaoban.plant import acts
from jiaoban.plant.history import MatterImported
from jiaoban.plant.terms import Position

_AROUND = re.compile(r"^(?:投入|退出|投|退)|(?:投入|退出|投退)$")
"""What people write around the name of a link to say what was done with it."""
_OUT = frozenset({"out", "off", "disabled", "停用", "断开", "解除"})
_IN = frozenset({"in", "on", "enabled", "启用", "合上"})


class Link(State):
    """A protection link. `says`: its position in the words of whoever changed it last, at `at`, by the matter `matter`
    with the number `number`; `before`: the position that it had until then, in their words."""

    key: str
    post: str
    equipment: str
    name: str
    number: str
    position: Position
    says: str
    before: str
    at: datetime
    by: str
    matter: str
    seq: int
    last_at: datetime


def position_of(text: str) -> Position:
    """Return the position that a text tells: 投入 and 投跳闸 are IN, 退出 is OUT; '' where it tells neither, or
    both."""
    said = unicodedata.normalize("NFKC", text).strip().casefold()
    is_out = "退" in said or said in _OUT
    is_in = "投" in said or said in _IN
    return "" if is_out == is_in else "OUT" if is_out else "IN"


def link_name(title: str) -> str:
    """Return the name of the link in the title of a matter: without what was done with it."""
    title = title.strip()
    return _AROUND.sub("", title).strip(" ：:，,") or title


def link_key(equipment: str, title: str) -> str:
    """Return the key of a link: its equipment and its name. The number on a matter is that of the order, a new one
    every time, so it tells nothing."""
    return joint_key(equipment, link_name(title).removesuffix("压板"))


def _keys(act: Act) -> Iterable[str]:
    p = act.payload
    assert isinstance(p, acts.MatterOpened)
    return (link_key(p.equipment, p.title),) if p.kind == "PROTECTION" else ()


def _evolve(before: Link | None, act: Act, key: str) -> Link | None:
    p = act.payload
    assert isinstance(p, acts.MatterOpened)
    if before is not None and act.occurred_at < before.at:  # told late: somebody touched it after that
        return before
    return Link(
        key=key,
        post=act.post,
        equipment=p.equipment,
        name=link_name(p.title),
        number=p.number,
        position=position_of(p.after),
        says=p.after,
        before=p.before,
        at=act.occurred_at,
        by=act.actor,
        matter=p.matter,
        seq=act.seq,
        last_at=act.recorded_at,
    )


LINKS = Table(
    "plant_link",
    Link,
    kinds=(acts.MatterOpened.KIND, MatterImported.KIND),
    keys=_keys,
    evolve=_evolve,
    columns=("post", "equipment", "position", "at"),
)
