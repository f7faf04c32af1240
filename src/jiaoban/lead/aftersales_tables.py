"""What is known of customers after the sale. Which contacts are due is not stored: it follows (rules/aftersales.py)."""

from datetime import datetime

from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table, keyed
from jiaoban.lead import aftersales_acts as acts


class Care(State):
    """A contact after the sale, as it stands. `answers` is a reference; `recorded_at`: when the book learnt of it."""

    key: str
    lead: str
    post: str
    person: str
    by: str
    at: datetime
    recorded_at: datetime
    answers: str
    photos: tuple[str, ...]
    act: int
    standing: bool = True
    struck_by: str = ""
    struck_why: str = ""


class Briefing(State):
    """What the class teacher was told, and whether they took the customer over."""

    teacher: str
    situation: str
    by: str
    at: datetime
    taken_at: datetime | None = None


class CareFile(State):
    """What is agreed about looking after a customer: the class teacher, who looks after them where it is not whoever
    closed the sale, and when it ended early. `briefings`: the newest last."""

    key: str
    post: str
    briefings: tuple[Briefing, ...] = ()
    person: str = ""
    entrusted_by: str = ""
    entrusted_why: str = ""
    ended_at: datetime | None = None
    ended_by: str = ""
    ended_why: str = ""
    waits_for: str = ""

    @property
    def briefing(self) -> Briefing | None:
        """The newest briefing, or None."""
        return self.briefings[-1] if self.briefings else None


def _fold_care(state: Care | None, act: Act, key: str) -> Care | None:
    p = act.payload
    if isinstance(p, acts.CaredFor):
        return Care(
            key=key,
            lead=p.lead,
            post=act.post,
            person=p.person,
            by=act.actor,
            at=act.occurred_at,
            recorded_at=act.recorded_at,
            answers=p.answers,
            photos=p.photos,
            act=act.seq,
        )
    assert isinstance(p, acts.CareStruck)
    struck = {"standing": False, "struck_by": act.actor, "struck_why": p.reason}
    return state.model_copy(update=struck) if state else None


def _fold_file(state: CareFile | None, act: Act, key: str) -> CareFile:
    p, at = act.payload, act.occurred_at
    state = state or CareFile(key=key, post=act.post)
    match p:
        case acts.TeacherBriefed():
            told = Briefing(teacher=p.teacher, situation=p.situation, by=act.actor, at=at)
            return state.model_copy(update={"briefings": (*state.briefings, told), "waits_for": p.teacher})
        case acts.BriefingTaken():
            taken = [one.model_copy(update={"taken_at": at}) for one in state.briefings[-1:]]
            return state.model_copy(update={"briefings": (*state.briefings[:-1], *taken), "waits_for": ""})
        case acts.CareEntrusted():
            given = {"person": p.person, "entrusted_by": act.actor, "entrusted_why": p.reason}
            return state.model_copy(update=given)
    assert isinstance(p, acts.CareEnded)
    return state.model_copy(update={"ended_at": at, "ended_by": act.actor, "ended_why": p.reason})


CARES = Table(
    "lead.cares",
    Care,
    kinds=(acts.CaredFor.KIND, acts.CareStruck.KIND),
    keys=keyed("care"),
    evolve=_fold_care,
    columns=("lead", "post", "person", "at", "standing"),
)
CARE_FILES = Table(
    "lead.care_files",
    CareFile,
    kinds=(
        acts.TeacherBriefed.KIND,
        acts.BriefingTaken.KIND,
        acts.CareEntrusted.KIND,
        acts.CareEnded.KIND,
    ),
    keys=keyed("lead"),
    evolve=_fold_file,
    columns=("post", "waits_for"),
)
