"""What the book knows of an organisation: the states, and how acts fold into them. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from operator import not_

from pydantic import Field

from jiaoban.kernel.access import Role
from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table
from jiaoban.kernel.naming import sought
from jiaoban.kernel.shifts import Shift
from jiaoban.kernel.starts import Start
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import moved
from jiaoban.org import acts


class Crew(State):
    """A crew by code, with its name."""

    crew: str
    name: Words


class Site(State):
    """The one row about the site itself; `ahead_us` is how far a demo site's clock runs ahead of the real one.

    `zone` is the clock that the site goes by, with every move of it (`kernel/zones.py`).
    """

    code: str
    name: Words
    zone: str
    demo: bool
    ahead_us: int = 0
    crews: tuple[Crew, ...] = ()

    @property
    def offset(self) -> timedelta:
        """How far the site's clock runs ahead of the real one; zero outside of demo sites."""
        return timedelta(microseconds=self.ahead_us)

    def crew_name(self, crew: str) -> Words:
        """Return the name of a crew; an unknown code stands for itself."""
        return next((one.name for one in self.crews if one.crew == crew), Words(zh=crew))


class ClockMove(State):
    """Somebody had the site's clock go by another zone from `from_at` on, for a reason."""

    key: str
    to: str
    from_at: datetime
    reason: str
    by: str
    at: datetime


class PostVersion(State):
    """What a post was from `since` on."""

    since: datetime
    description: acts.PostDescription


class Post(State):
    """A post with everything that it ever was, oldest first; `position` orders posts as they were opened."""

    key: str
    position: int
    versions: tuple[PostVersion, ...]

    def at(self, moment: datetime) -> acts.PostDescription:
        """Return what the post was at this moment; before it was opened, what it was opened as."""
        earlier = [version for version in self.versions if version.since <= moment]
        return (earlier[-1] if earlier else self.versions[0]).description

    @property
    def opened_at(self) -> datetime:
        """Since when the post stands in the book; nothing is owed for what lies before."""
        return self.versions[0].since

    @property
    def now(self) -> acts.PostDescription:
        """What the post is after the acts so far."""
        return self.versions[-1].description

    @property
    def name(self) -> Words:
        """The post's name."""
        return self.now.name

    def shifts_on(self, day: date, zone: str) -> list[Shift]:
        """Return the shifts that begin on this local day by the pattern in force when each begins."""
        shifts = {
            shift
            for version in self.versions
            for shift in version.description.pattern.on(day, zone)
            if self.at(shift.begins_at) == version.description
        }
        return sorted(shifts, key=lambda shift: (shift.begins_at, shift.code))


class Granted(State):
    """A role that a person has, at one post or (None) at the whole site."""

    role: Role
    post: str | None
    since: datetime


class Qualification(State):
    """A certificate: valid on the days `valid_from <= day < valid_to` (None: without end).

    `held_from`: renewed before it ended, it has been valid since then; `told_at`: when the site learnt of it.
    """

    qualification: str
    number: str
    valid_from: date
    valid_to: date | None
    held_from: date | None = None
    told_at: datetime | None = None

    def valid_on(self, day: date) -> bool:
        """Say whether the certificate is valid on this local day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class Person(State):
    """A person of the site. `left_at` is when they were taken off; their acts and qualifications stay.

    `here_since`: when they came, or came back; `crew_since`: when they came into their crew.
    """

    key: str
    name: str
    username: str
    crew: str
    phone: str
    left_at: datetime | None = None
    here_since: datetime | None = None
    crew_since: datetime | None = None
    grants: tuple[Granted, ...] = ()
    qualifications: tuple[Qualification, ...] = ()

    @property
    def label(self) -> str:
        """What the person is called where one is chosen."""
        return self.name

    @property
    def finding(self) -> str:
        """What a typed text is looked for in; the key tells two of one name apart."""
        return sought(self.name, self.key, self.username or self.key, f"{self.name} {self.key}")

    @property
    def active(self) -> bool:
        """Whether the person is still with the site."""
        return self.left_at is None

    @property
    def member(self) -> bool:
        """Whether the site exists for this person: still here, and with a role."""
        return self.active and bool(self.grants)


class AdoptedVersion(State):
    """A version of a regime and the local day or hour from which it holds; `source` as in `acts.RegimeAdopted`."""

    version: str
    digest: str
    effective_from: Start
    source: str = Field(default="", exclude_if=not_)


class Regime(State):
    """The versions of a regime that the site adopted, in order of adoption."""

    regime: str
    versions: tuple[AdoptedVersion, ...]

    def at(self, moment: datetime, zone: str) -> AdoptedVersion | None:
        """Return the version in force at a moment: of the latest that have begun by the clock, the one adopted last."""
        dated = [version for version in self.versions if version.effective_from.moment(zone) <= moment]
        latest = max((version.effective_from for version in dated), default=None)
        return next((version for version in reversed(dated) if version.effective_from == latest), None)

    def to_come(self, moment: datetime, zone: str) -> AdoptedVersion | None:
        """Return the next version to come into force after a moment: of the earliest, the one adopted last."""
        dated = [version for version in self.versions if version.effective_from.moment(zone) > moment]
        first = min((version.effective_from for version in dated), default=None)
        return next((version for version in reversed(dated) if version.effective_from == first), None)


def _the_site(act: Act) -> Iterable[str]:
    return (act.site,)


def _fold_site(site: Site | None, act: Act, _key: str) -> Site | None:
    match act.payload:
        case acts.SiteFounded() as founded:
            return Site(code=founded.code, name=founded.name, zone=founded.zone, demo=founded.demo)
        case acts.CrewFormed() as formed if site:
            others = tuple(crew for crew in site.crews if crew.crew != formed.crew)
            crews = sorted((*others, Crew(crew=formed.crew, name=formed.name)), key=lambda crew: crew.crew)
            return site.model_copy(update={"crews": tuple(crews)})
        case acts.ClockMoved() as move if site:
            return site.model_copy(update={"zone": moved(site.zone, move.from_at, move.zone)})
        case acts.ClockSet() as clock if site:
            return site.model_copy(update={"ahead_us": clock.ahead_us})
    return site


def _its_own(act: Act) -> Iterable[str]:
    return (str(act.seq),)


def _fold_move(_move: ClockMove | None, act: Act, key: str) -> ClockMove:
    payload = act.payload
    assert isinstance(payload, acts.ClockMoved)
    return ClockMove(
        key=key,
        to=payload.zone,
        from_at=payload.from_at,
        reason=payload.reason,
        by=act.actor,
        at=act.occurred_at,
    )


def _its_post(act: Act) -> Iterable[str]:
    assert isinstance(act.payload, acts.PostOpened | acts.PostChanged)
    return (act.payload.post,)


def _fold_post(post: Post | None, act: Act, key: str) -> Post | None:
    assert isinstance(act.payload, acts.PostOpened | acts.PostChanged)
    version = PostVersion(since=act.occurred_at, description=act.payload.description)
    if post is None:
        return Post(key=key, position=act.seq, versions=(version,))
    return post.model_copy(update={"versions": (*post.versions, version)})


PERSONAL = (
    acts.PersonAdded,
    acts.PersonChanged,
    acts.CrewSet,
    acts.RoleGranted,
    acts.RoleRevoked,
    acts.PersonQualified,
    acts.PersonDisqualified,
)


def _its_person(act: Act) -> Iterable[str]:
    assert isinstance(act.payload, PERSONAL)
    return (act.payload.person,)


def _fold_person(person: Person | None, act: Act, key: str) -> Person | None:
    payload = act.payload
    if isinstance(payload, acts.PersonAdded):
        said = payload.description
        person = Person(
            key=key,
            name=said.name,
            username=said.username,
            crew=said.crew,
            phone=said.phone,
            here_since=act.occurred_at,
            crew_since=act.occurred_at,
        )
        return person if said.active else person.model_copy(update={"left_at": act.occurred_at})
    if person is None:
        return None
    update: dict[str, object]
    match payload:
        case acts.PersonChanged():
            update = _described(payload.description, person, act.occurred_at)
        case acts.CrewSet():
            update = _in_crew(payload.crew, person, act.occurred_at)
        case acts.RoleGranted():
            granted = Granted(role=payload.role, post=payload.at_post, since=act.occurred_at)
            update = {"grants": (*person.grants, granted)}
        case acts.RoleRevoked():
            gone = (payload.role, payload.at_post)
            update = {"grants": tuple(grant for grant in person.grants if (grant.role, grant.post) != gone)}
        case acts.PersonQualified():
            update = {"qualifications": _renewed(person.qualifications, payload, act.occurred_at)}
        case acts.PersonDisqualified():
            update = {"qualifications": _ended(person.qualifications, payload)}
        case _:
            raise AssertionError(f"{act.kind} does not belong to this table")
    return person.model_copy(update=update)


def _described(said: acts.PersonDescription, person: Person, at: datetime) -> dict[str, object]:
    back = said.active and person.left_at is not None
    return {
        "name": said.name,
        "username": said.username,
        "phone": said.phone,
        "left_at": None if said.active else person.left_at or at,
        "here_since": at if back else person.here_since,
        **_in_crew(said.crew, person, at),
    }


def _in_crew(crew: str, person: Person, at: datetime) -> dict[str, object]:
    return {"crew": crew, "crew_since": person.crew_since if crew == person.crew else at}


def _renewed(held: tuple[Qualification, ...], got: acts.PersonQualified, at: datetime) -> tuple[Qualification, ...]:
    def same(one: Qualification) -> bool:
        return (one.qualification, one.number) == (got.qualification, got.number)

    goes_on = next((one for one in held if same(one) and _reaches(one, got.valid_from)), None)
    renewed = Qualification(
        qualification=got.qualification,
        number=got.number,
        valid_from=got.valid_from,
        valid_to=got.valid_to,
        held_from=min(goes_on.held_from or goes_on.valid_from, got.valid_from) if goes_on else None,
        told_at=goes_on.told_at if goes_on else at,
    )
    return (*(one for one in held if not same(one)), renewed)


def _reaches(one: Qualification, day: date) -> bool:
    """It is still valid up to this day."""
    return one.valid_to is None or one.valid_to >= day


def _ended(held: tuple[Qualification, ...], lost: acts.PersonDisqualified) -> tuple[Qualification, ...]:
    def end(one: Qualification) -> Qualification:
        if one.qualification != lost.qualification or (one.valid_to is not None and one.valid_to <= lost.from_day):
            return one
        return one.model_copy(update={"valid_to": max(lost.from_day, one.valid_from)})

    return tuple(end(one) for one in held)


def _its_regime(act: Act) -> Iterable[str]:
    assert isinstance(act.payload, acts.RegimeAdopted)
    return (act.payload.regime,)


def _fold_regime(regime: Regime | None, act: Act, key: str) -> Regime | None:
    assert isinstance(act.payload, acts.RegimeAdopted)
    adopted = AdoptedVersion.model_validate(act.payload.model_dump(exclude={"regime"}))
    return Regime(regime=key, versions=(*(regime.versions if regime else ()), adopted))


SITE = Table(
    "org.site",
    Site,
    kinds=(acts.SiteFounded.KIND, acts.CrewFormed.KIND, acts.ClockSet.KIND, acts.ClockMoved.KIND),
    keys=_the_site,
    evolve=_fold_site,
    steady=500,
)
CLOCK_MOVES = Table(
    "org.clock_moves",
    ClockMove,
    kinds=(acts.ClockMoved.KIND,),
    keys=_its_own,
    evolve=_fold_move,
    columns=("from_at",),
)
POSTS = Table(
    "org.posts",
    Post,
    kinds=(acts.PostOpened.KIND, acts.PostChanged.KIND),
    keys=_its_post,
    evolve=_fold_post,
    columns=("position",),
    steady=500,
)
PEOPLE = Table(
    "org.people",
    Person,
    kinds=[payload.KIND for payload in PERSONAL],
    keys=_its_person,
    evolve=_fold_person,
    columns=("name", "username", "crew", "active", "member", "finding"),
    steady=4_000,
)
REGIMES = Table(
    "org.regimes", Regime, kinds=(acts.RegimeAdopted.KIND,), keys=_its_regime, evolve=_fold_regime, steady=500
)
