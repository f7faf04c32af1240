"""The one door for every write: a verb is looked up, allowed, decided and appended here and nowhere else.

Pages, the HTTP API, scenarios, demo data and imports call `perform`. So authorisation, idempotency, the transaction and
the rule that a refusal is an act are written once (docs/adr/0002).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from inspect import signature
from typing import Any, Generic, TypeVar, get_type_hints

from pydantic import BaseModel, ConfigDict

from jiaoban.kernel.access import Actor, Right
from jiaoban.kernel.act import Act, Proposed
from jiaoban.kernel.book import Book, Stamp, WritableBook
from jiaoban.kernel.canon import digest
from jiaoban.kernel.personal import fields_of, is_ref, kept_apart, settle
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import CommandReused, Declined, NotAllowed, Reason, Refusal
from jiaoban.kernel.words import Words


class Args(BaseModel):
    """What a verb is told. Strict about names; the API's request body and the scenario's `with` are read by it."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


A = TypeVar("A", bound=Args)
Decision = Sequence[Proposed] | Refusal


@dataclass(frozen=True, slots=True)
class Context:
    """Everything a use case may look at. `packs` returns the compiled regime pack of a digest."""

    book: Book
    actor: Actor
    place: Place
    now: datetime
    command: str
    packs: Callable[[str], Any]


@dataclass(frozen=True)
class Verb(Generic[A]):
    """One thing that a person can do.

    `right` is asked at the post of the command, or at the site when `scope` is "site". `signed` verbs want the
    actor's own credential with the command itself; the shells prove it before they call `perform`. `before` does what
    takes long and writes no act, ahead of the transaction, so that nobody waits for the book meanwhile; `run` may
    not rely on it: the book can be another one by then.
    """

    name: str
    args: type[A]
    right: Right
    run: Callable[[Context, A], Decision]
    scope: str
    signed: bool
    before: Callable[[Book, A], None] | None = None

    @property
    def says(self) -> str:
        """The first line of the use case's docstring."""
        return (self.run.__doc__ or self.name).strip().splitlines()[0]


_VERBS: dict[str, Verb[Any]] = {}


def verb(
    name: str,
    *,
    right: Right,
    scope: str = "post",
    signed: bool = False,
    before: Callable[[Book, Any], None] | None = None,
) -> Callable[[Callable[[Context, A], Decision]], Callable[[Context, A], Decision]]:
    """Declare a use case `f(context, args) -> acts or Refusal` as the verb `room.verb`."""

    def declare(run: Callable[[Context, A], Decision]) -> Callable[[Context, A], Decision]:
        if name in _VERBS and _VERBS[name].run.__qualname__ != run.__qualname__:
            raise TypeError(f"verb {name} is declared twice")
        second = list(signature(run).parameters)[1]
        args: type[A] = get_type_hints(run)[second]
        _VERBS[name] = Verb(name=name, args=args, right=right, run=run, scope=scope, signed=signed, before=before)
        return run

    return declare


Reaction = Callable[[Context, Proposed], Iterable[Proposed]]
_REACTIONS: dict[str, list[Reaction]] = {}


def follows(kind: str) -> Callable[[Reaction], Reaction]:
    """Declare what an act of a kind brings about in a room above: further acts, in the same transaction.

    The room that writes the act knows nothing of it (docs/adr/0012).
    """

    def declare(react: Reaction) -> Reaction:
        known = _REACTIONS.setdefault(kind, [])
        if react.__qualname__ not in {one.__qualname__ for one in known}:
            known.append(react)
        return react

    return declare


def _with_what_follows(context: Context, decided: Sequence[Proposed]) -> list[Proposed]:
    more = (made for one in decided for react in _REACTIONS.get(one.payload.KIND, ()) for made in react(context, one))
    return [*decided, *more]


def verbs() -> Iterator[Verb[Any]]:
    """Return every declared verb, sorted by name."""
    return iter(_VERBS[name] for name in sorted(_VERBS))


def find_verb(name: str) -> Verb[Any] | None:
    """Return the verb of this name, or None."""
    return _VERBS.get(name)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a command: the acts that stand in the book now; `repeated` when they had stood there before."""

    acts: tuple[Act, ...]
    repeated: bool = False

    @property
    def refusal(self) -> Refusal | None:
        """The refusal, when the command was refused."""
        for act in self.acts:
            if isinstance(act.payload, Refusal):
                return act.payload
        return None


def perform(
    book: WritableBook,
    name: str,
    args: Args,
    *,
    actor: Actor,
    place: Place,
    now: datetime,
    command: str,
    packs: Callable[[str], Any],
    device_at: datetime | None = None,
) -> Outcome:
    """Carry out one verb: one transaction, one command id, acts or a refusal in the book.

    Raises `NotAllowed` (the right is missing), `CommandReused` (same id, other body), `BadInput` and `NotFound` from
    the use case; then nothing is written. A repetition of the same command answers what was answered, without a new
    act.
    """
    found = _VERBS[name]
    post = "" if found.scope == "site" else place.post
    _need_right(found, actor, place)
    if found.before is not None:
        found.before(book, args)
    with book.transaction():
        args = kept_apart(book.personal, args, command=command, place=place, now=now, packs=packs)
        request = digest([name, actor.person, place.site, post, args.model_dump(mode="json")])
        earlier = book.recall(command)
        if earlier:
            if earlier[0].request != request:
                raise CommandReused(f"command {command} was used before for something else")
            return Outcome(acts=tuple(earlier), repeated=True)
        context = Context(book=book, actor=actor, place=place, now=now, command=command, packs=packs)
        decision = _decide(found, context, args)
        proposed = [_refused(decision)] if isinstance(decision, Refusal) else _with_what_follows(context, decision)
        stamp = Stamp(
            command=command,
            request=request,
            actor=actor.person,
            post=post,
            now=now,
            device_at=device_at,
            regime=place.regime,
        )
        acts = tuple(book.append(proposed, stamp))
        settle(book.personal, acts)
        return Outcome(acts=acts)


def _need_right(found: Verb[Any], actor: Actor, place: Place) -> None:
    """Raise `NotAllowed` unless the actor has the right that a verb asks, at the post or at the whole site."""
    if found.scope == "post":
        allowed = actor.may(found.right, place.post)
    elif found.right is Right.READ:  # whoever reads a post reads the site that it stands in
        allowed = actor.may(found.right)
    else:
        allowed = actor.may_everywhere(found.right)
    if actor.site not in (place.site, "*") or not (allowed or actor.site == "*"):
        raise NotAllowed(found.right, found.name)


def _decide(found: Verb[Any], context: Context, args: Args) -> Decision:
    try:
        return found.run(context, args)
    except Declined as declined:
        return refuse(found.name, declined.about, *declined.reasons, conflict=declined.conflict)


def as_part(context: Context, name: str, said: Mapping[str, Any]) -> Sequence[Proposed]:
    """Return the acts that another verb writes when it is carried out as part of this command.

    So a room may call a verb of one that stands beside it: by its name and arguments, as every client does. The right
    is asked again; a refusal of the part refuses the whole. Raises what `perform` raises, and `ValidationError`.
    """
    found = _VERBS[name]
    _need_right(found, context.actor, context.place)
    args = found.args.model_validate(said)
    if any(getattr(args, name) and not is_ref(getattr(args, name)) for name in fields_of(found.args)):
        raise TypeError(f"{name}: a personal value reached a verb past the door")
    decision = found.run(context, args)
    if isinstance(decision, Refusal):
        raise Declined(*decision.reasons, about=decision.about, conflict=decision.conflict)
    return decision


def _refused(refusal: Refusal) -> Proposed:
    clauses = dict.fromkeys(reason.clause for reason in refusal.reasons if reason.clause)
    return Proposed(payload=refusal, clauses=tuple(clauses))


def refuse(verb_name: str, about: str, *reasons: Reason, conflict: bool = False) -> Refusal:
    """Return a refusal of a verb for these reasons."""
    return Refusal(verb=verb_name, about=about, reasons=reasons, conflict=conflict)


def plain(code: str, zh: str, en: str, lifts_zh: str, lifts_en: str, *, who: Sequence[str] = ()) -> Reason:
    """Return a reason that no clause but plain sense gives (the thing is closed already, somebody was faster)."""
    return Reason(code=code, why=Words(zh=zh, en=en), lifts=Words(zh=lifts_zh, en=lifts_en), who=tuple(who))
