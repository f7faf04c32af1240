"""How the ways out of a handover change it, and what every change is made with."""

from typing import Any

from jiaoban.handover import acts as a
from jiaoban.handover.state import Asked, Event, Handover, Mark, Postponement, StandIn
from jiaoban.kernel.act import Act


def with_(state: Handover, **changes: Any) -> Handover:
    """Return the handover with these fields changed."""
    return state.model_copy(update=changes)


def mark(act: Act, text: str = "") -> Mark:
    """Return somebody's word, as the act says it."""
    return Mark(by=act.actor, at=act.occurred_at, seq=act.seq, text=text)


def told(state: Handover, act: Act, what: str, text: str = "", *, about: str = "", **changes: Any) -> Handover:
    """Return the handover with a turn of its story, and these fields changed; `about`: whom the turn is about."""
    person = "" if about == act.actor else about
    event = Event(what=what, by=act.actor, at=act.occurred_at, seq=act.seq, text=text, person=person)
    return with_(state, events=(*state.events, event), **changes)


def postponed(state: Handover, p: a.Postponed, act: Act) -> Handover:
    """It was put off; what had been asked for is answered."""
    put_off = (*state.postponed, Postponement(at=act.occurred_at, to=p.to))
    return told(state, act, "POSTPONED", p.reason, due_at=p.to, postponed=put_off, asked=None)


def hours_moved(state: Handover, p: a.HoursMoved, act: Act) -> Handover:
    """The site's clock was moved; whoever was to be there by the hour is to be there by the new one."""
    if p.due_at == state.due_at:
        return with_(state, next_ends_at=p.next_ends_at)
    return told(state, act, "HOURS_MOVED", due_at=p.due_at, begins_at=p.due_at, next_ends_at=p.next_ends_at)


def asked_later(state: Handover, p: a.PostponementAsked, act: Act) -> Handover:
    """Somebody asked to put it off."""
    asked = Asked(to=p.to, by=act.actor, at=act.occurred_at, reason=p.reason)
    return told(state, act, "POSTPONEMENT_ASKED", p.reason, asked=asked)


def denied(state: Handover, p: a.PostponementDenied, act: Act) -> Handover:
    """What was asked for was not granted."""
    return told(state, act, "POSTPONEMENT_DENIED", p.text, asked=None)


def briefed(state: Handover, p: a.Briefed, act: Act) -> Handover:
    """Somebody who is to come was told beforehand."""
    return told(state, act, "BRIEFED", p.text, about=p.to, briefed={**state.briefed, p.to: p.means})


def stood_in(state: Handover, p: a.StoodIn, act: Act) -> Handover:
    """Another person comes: in place of somebody, or besides."""
    arriving = (*(person for person in state.arriving if person != p.instead_of), p.person)
    called = {**state.stand_ins, p.person: StandIn(at=act.occurred_at, instead_of=p.instead_of)}
    return told(state, act, "STOOD_IN", p.reason, about=p.person, arriving=arriving, stand_ins=called)
