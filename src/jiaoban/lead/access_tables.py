"""Who looked at whole numbers, took customers out, or erased one."""

from collections.abc import Iterable
from datetime import datetime

from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table
from jiaoban.lead import acts


class Access(State):
    """Somebody looked at a whole number, took customers out in a file, or erased one."""

    key: str
    post: str
    person: str
    at: datetime
    what: str
    lead: str = ""
    leads: int = 0
    whole: bool = False
    why: str = ""


def _access_keys(act: Act) -> Iterable[str]:
    return act.payload.accesses if isinstance(act.payload, acts.Merged) else (act.id,)


def _fold_access(state: Access | None, act: Act, key: str) -> Access | None:
    p = act.payload
    if isinstance(p, acts.Merged):
        return state.model_copy(update={"lead": p.into}) if state else None
    what = act.kind.partition(".")[2].upper()
    made = Access(key=key, post=act.post, person=act.actor, at=act.occurred_at, what=what)
    match p:
        case acts.Revealed():
            return made.model_copy(update={"lead": p.lead, "leads": 1, "whole": True, "why": p.why})
        case acts.Exported():
            return made.model_copy(update={"leads": p.leads, "whole": p.whole, "why": p.why})
    assert isinstance(p, acts.Erased)
    return made.model_copy(update={"lead": p.lead, "leads": 1, "why": p.reason})


ACCESSES = Table(
    "lead.accesses",
    Access,
    kinds=(acts.Revealed.KIND, acts.Exported.KIND, acts.Erased.KIND, acts.Merged.KIND),
    keys=_access_keys,
    evolve=_fold_access,
    columns=("post", "lead", "person", "what", "at"),
    version=2,
)
