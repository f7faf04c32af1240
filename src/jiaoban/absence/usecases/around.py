"""What the verbs look up: the absence, and the regime by which it was asked for."""

from dataclasses import replace
from datetime import datetime

from jiaoban.absence import queries
from jiaoban.absence.tables import Absence
from jiaoban.kernel.act import Payload, Proposed
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.verbs import Context
from jiaoban.org import queries as org
from jiaoban.regime.absence import AbsenceKind, Absences
from jiaoban.regime.pack import Pack


def absence(context: Context, key: str, *, here: bool = False) -> Absence:
    """Return an absence; raises `NotFound` for none, with `here` also for one of another post."""
    found = queries.absence(context.book, key)
    if found is None or (here and found.post != context.place.post):
        raise NotFound(f"absence {key}", "absence")
    return found


def pack_here(context: Context) -> Pack | None:
    """Return the regime in force at the post of the command, or None."""
    return context.packs(context.place.regime) if context.place.regime else None


def regime_here(context: Context) -> Absences | None:
    """Return what the regime in force at the post says of absences, or None."""
    pack = pack_here(context)
    return pack.absence if pack else None


def regime_of(context: Context, one: Absence) -> tuple[Absences, AbsenceKind]:
    """Return what the regime by which an absence was asked for says of it."""
    absences = context.packs(one.regime).absence
    assert absences is not None
    kind = absences.kind(one.kind)
    assert kind is not None
    return absences, kind


def form_clause(absences: Absences, kind: AbsenceKind) -> str:
    """Return the clause of the work transfer form, or of the kind where the regime has no form."""
    return absences.transfer.clause if absences.transfer else kind.clause


def at(context: Context, post: str, moment: datetime | None = None) -> Context:
    """Return the context of a part of this command that is done at another post."""
    return replace(context, place=org.place(context.book, post, moment or context.now))


def of_absence(one: Absence, payload: Payload, *clauses: str) -> Proposed:
    """Return an act that stands at the post at which an absence was asked for, whatever the verb's own scope."""
    return Proposed(payload, post=one.post, clauses=tuple(dict.fromkeys(filter(None, clauses))))
