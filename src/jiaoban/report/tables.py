"""What is known of reports and of quiet hours after the acts so far. Whether a report is due, and how it stands, is not
stored: it follows (rules/standing.py)."""

from collections.abc import Iterable
from datetime import date, datetime

from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table, keyed
from jiaoban.kernel.fields import joint_key
from jiaoban.report import acts


class Version(State):
    """What a report said from a moment on; `reason`: why it was put right, '' as it was handed in."""

    at: datetime
    by: str
    values: dict[str, str]
    seq: int
    note: str = ""
    photos: tuple[str, ...] = ()
    reason: str = ""


class Miss(State):
    """It was not there in time, as the program noted it."""

    noted_at: datetime
    last_at: datetime
    answers: str
    seq: int


class Excuse(State):
    """It need not be handed in, or its lateness does not count."""

    by: str
    at: datetime
    reason: str


class Totals(State):
    """What the supervisor found of the totals."""

    affected: bool
    by: str
    at: datetime
    seq: int
    note: str = ""


class Mistake(State):
    """Something that was found wrong in it; `withdrawn_why`: why it was not wrong after all."""

    finding: str
    what: str
    by: str
    at: datetime
    seq: int
    withdrawn_by: str = ""
    withdrawn_why: str = ""


class Report(State):
    """A report or plan of a person, for the day on which it is due."""

    key: str
    post: str
    form: str
    day: date
    person: str
    versions: tuple[Version, ...] = ()
    miss: Miss | None = None
    excuse: Excuse | None = None
    totals: Totals | None = None
    mistakes: tuple[Mistake, ...] = ()

    @property
    def day_text(self) -> str:
        """The day as text, by which reports are found."""
        return self.day.isoformat()

    @property
    def handed_in_at(self) -> datetime | None:
        """When it was handed in; None where it was not."""
        return self.versions[0].at if self.versions else None

    @property
    def values(self) -> dict[str, str]:
        """What it says now, by field; nothing before it is handed in."""
        return self.versions[-1].values if self.versions else {}

    @property
    def photos(self) -> tuple[str, ...]:
        """Every picture that came with it, each once."""
        return tuple(dict.fromkeys(photo for one in self.versions for photo in one.photos))

    @property
    def wrong(self) -> tuple[Mistake, ...]:
        """What was found wrong in it and was not withdrawn."""
        return tuple(one for one in self.mistakes if not one.withdrawn_why)


class Quiet(State):
    """What somebody did in a quiet hour."""

    key: str
    post: str
    person: str
    sort: str
    text: str
    minutes: int
    at: datetime


def report_key(post: str, form: str, day: date, person: str) -> str:
    """Return the key of a report of a person at a post."""
    return joint_key(post, form, day.isoformat(), person)


def _keys(act: Act) -> Iterable[str]:
    p = act.payload
    assert isinstance(p, acts.OfReport)
    return (report_key(act.post, p.report, p.day, p.person),)


def _evolve(state: Report | None, act: Act, key: str) -> Report:
    p = act.payload
    assert isinstance(p, acts.OfReport)
    one = state or Report(key=key, post=act.post, form=p.report, day=p.day, person=p.person)
    return one.model_copy(update=_changes(one, act))


def _changes(one: Report, act: Act) -> dict[str, object]:
    p, at, by, seq = act.payload, act.occurred_at, act.actor, act.seq
    match p:
        case acts.Submitted():
            return {"versions": (Version(at=at, by=by, values=p.values, seq=seq, note=p.note, photos=p.photos),)}
        case acts.Amended():
            values = {**one.values, **p.values}
            put_right = Version(at=at, by=by, values=values, seq=seq, photos=p.photos, reason=p.reason)
            return {"versions": (*one.versions, put_right)}
        case acts.Missed():
            return {"miss": Miss(noted_at=at, last_at=p.last_at, answers=p.answers, seq=seq)}
        case acts.Excused():
            return {"excuse": Excuse(by=by, at=at, reason=p.reason)}
        case acts.TotalsFound():
            return {"totals": Totals(affected=p.affected, by=by, at=at, seq=seq, note=p.note)}
        case acts.FoundWrong():
            return {"mistakes": (*one.mistakes, Mistake(finding=p.finding, what=p.what, by=by, at=at, seq=seq))}
    assert isinstance(p, acts.WrongWithdrawn)
    taken_back = {"withdrawn_by": by, "withdrawn_why": p.reason}
    return {
        "mistakes": tuple(
            each.model_copy(update=taken_back) if each.finding == p.finding else each for each in one.mistakes
        )
    }


def _fold_quiet(_state: Quiet | None, act: Act, key: str) -> Quiet:
    p = act.payload
    assert isinstance(p, acts.QuietNoted)
    return Quiet(
        key=key, post=act.post, person=act.actor, sort=p.sort, text=p.text, minutes=p.minutes, at=act.occurred_at
    )


REPORTS = Table(
    "report",
    Report,
    kinds=(
        acts.Submitted.KIND,
        acts.Amended.KIND,
        acts.Missed.KIND,
        acts.Excused.KIND,
        acts.TotalsFound.KIND,
        acts.FoundWrong.KIND,
        acts.WrongWithdrawn.KIND,
    ),
    keys=_keys,
    evolve=_evolve,
    columns=("post", "form", "person", "day_text"),
)
QUIETS = Table(
    "report.quiet",
    Quiet,
    kinds=(acts.QuietNoted.KIND,),
    keys=keyed("quiet"),
    evolve=_fold_quiet,
    columns=("post", "person", "at"),
)
