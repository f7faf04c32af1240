"""What is known of customers after the sale. Which contacts are due is not stored: it follows (rules/aftersales.py)."""

from collections.abc import Iterable
from datetime import datetime

from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table
from jiaoban.lead import aftersales_acts as acts
from jiaoban.lead.acts import Merged, named_by


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


class Entrusted(State):
    """Who looks after a customer from a moment on."""

    person: str
    at: datetime


class CareFile(State):
    """What is agreed about looking after a customer: the class teacher, who looks after them where it is not whoever
    closed the sale, and when it ended early. `briefings` and `entrusted`: the newest last."""

    key: str
    post: str
    briefings: tuple[Briefing, ...] = ()
    person: str = ""
    entrusted_at: datetime | None = None
    entrusted: tuple[Entrusted, ...] = ()
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

    @property
    def since(self) -> tuple[Entrusted, ...]:
        """Who looks after the customer since when; of a record that was carried over, the last one at least."""
        if self.entrusted or self.entrusted_at is None:
            return self.entrusted
        return (Entrusted(person=self.person, at=self.entrusted_at),)


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
    if isinstance(p, Merged):
        return state.model_copy(update={"lead": p.into}) if state else None
    assert isinstance(p, acts.CareStruck)
    struck = {"standing": False, "struck_by": act.actor, "struck_why": p.reason}
    return state.model_copy(update=struck) if state else None


def joined(one: CareFile, other: CareFile) -> CareFile:
    """Return what is agreed about a customer of whom `other` was another record: every briefing in order, the later
    entrusting, the later end."""
    given = max(one, other, key=lambda each: (each.entrusted_at is not None, each.entrusted_at))
    ended = max(one, other, key=lambda each: (each.ended_at is not None, each.ended_at))
    briefings = tuple(sorted((*one.briefings, *other.briefings), key=lambda each: each.at))
    waits = bool(briefings) and briefings[-1].taken_at is None
    entrusted = tuple(sorted((*one.since, *other.since), key=lambda each: each.at))
    return one.model_copy(
        update={
            "briefings": briefings,
            "waits_for": briefings[-1].teacher if waits else "",
            "entrusted": entrusted,
            **given.model_dump(include={"person", "entrusted_at", "entrusted_by", "entrusted_why"}),
            **ended.model_dump(include={"ended_at", "ended_by", "ended_why"}),
        }
    )


def _file_keys(act: Act) -> Iterable[str]:
    p = act.payload
    if isinstance(p, Merged):
        return (p.lead, p.into) if p.care_file is not None else ()
    lead: str = getattr(p, "lead")  # noqa: B009
    return (lead,)


def _fold_file(state: CareFile | None, act: Act, key: str) -> CareFile | None:
    p, at = act.payload, act.occurred_at
    if isinstance(p, Merged) and key == p.lead:
        return None
    state = state or CareFile(key=key, post=act.post)
    if isinstance(p, Merged):
        assert p.care_file is not None
        return joined(state, CareFile(key=key, post=act.post, **p.care_file.model_dump()))
    match p:
        case acts.TeacherBriefed():
            told = Briefing(teacher=p.teacher, situation=p.situation, by=act.actor, at=at)
            return state.model_copy(update={"briefings": (*state.briefings, told), "waits_for": p.teacher})
        case acts.BriefingTaken():
            taken = [one.model_copy(update={"taken_at": at}) for one in state.briefings[-1:]]
            return state.model_copy(update={"briefings": (*state.briefings[:-1], *taken), "waits_for": ""})
        case acts.CareEntrusted():
            given = {"person": p.person, "entrusted_at": at, "entrusted_by": act.actor, "entrusted_why": p.reason}
            since = Entrusted(person=p.person, at=at)
            return state.model_copy(update={**given, "entrusted": (*state.entrusted, since)})
    assert isinstance(p, acts.CareEnded)
    return state.model_copy(update={"ended_at": at, "ended_by": act.actor, "ended_why": p.reason})


CARES = Table(
    "lead.cares",
    Care,
    kinds=(acts.CaredFor.KIND, acts.CareStruck.KIND, Merged.KIND),
    keys=named_by("care", "cares"),
    evolve=_fold_care,
    columns=("lead", "post", "person", "at", "standing"),
    version=2,
)
CARE_FILES = Table(
    "lead.care_files",
    CareFile,
    kinds=(
        acts.TeacherBriefed.KIND,
        acts.BriefingTaken.KIND,
        acts.CareEntrusted.KIND,
        acts.CareEnded.KIND,
        Merged.KIND,
    ),
    keys=_file_keys,
    evolve=_fold_file,
    columns=("post", "waits_for"),
    version=2,
)
