"""Until when each of several people stands a post: everybody has an hour of their own, by the roster. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from jiaoban.handover.state import Handover, Tenure
from jiaoban.kernel.book import Book
from jiaoban.kernel.place import Place
from jiaoban.roster import queries as roster

MOMENT = timedelta(microseconds=1)


def stands_until(
    book: Book, place: Place, people: Iterable[str], at: datetime, default: datetime | None
) -> dict[str, datetime | None]:
    """Return when the shift of each person ends that runs at a moment: of several that run at once, the last of those
    on whose roster they are; `default` for whoever is on none of them. Looks nothing up where one shift runs."""
    people = tuple(people)
    running = place.pattern.running(at, place.zone) if place.pattern else []
    if len(running) < 2:
        return dict.fromkeys(people, default)
    on = {shift.ends_at: set(roster.due(book, place, shift)) for shift in running}
    return {one: max((end for end, due in on.items() if one in due), default=default) for one in people}


def relief_has_begun(place: Place, held: Tenure | None, now: datetime) -> bool:
    """Say whether the shift that runs is the relief of those who hold the post: it has begun before theirs ends, and
    nobody of them stands it."""
    shift = place.shift_at(now)
    if held is None or shift is None or shift.ends_at in held.dues:
        return False
    own = place.shift_ending(held.due_at, now)
    return own is not None and own.ends_at == held.due_at and own != shift


def staying(handover: Handover, held: Tenure | None) -> tuple[str, ...]:
    """Return who holds the post and goes on holding it after the handover. Nobody stays where nobody hands over: who
    approved an unattended post does not stand it."""
    before = held.people if held and handover.leaving else ()
    return tuple(one for one in before if one not in (*handover.goes, *handover.arriving))


def hours_after(book: Book, place: Place, handover: Handover, held: Tenure | None) -> dict[str, datetime | None]:
    """Return until when everybody who has the post after the handover stands it, those who stay first.

    Who comes stands it to the end of their shift. Who stays keeps their own hour: the relief of somebody else does not
    move it, unless they are on the roster of the shift that follows as well.
    """
    begins = handover.begins_at or handover.due_at
    in_shift = min(begins, handover.next_ends_at - MOMENT)
    comes = stands_until(book, place, handover.arriving, in_shift, handover.next_ends_at)
    stays = {one: held.hour_of(one) if held else None for one in staying(handover, held)}
    open_ended = [one for one, hour in stays.items() if hour is None or hour <= begins]
    follows = place.shift_of(handover.next_shift)
    if open_ended and follows is not None and handover.shift != handover.next_shift:
        due = set(roster.due(book, place, follows))
        again = stands_until(book, place, [one for one in open_ended if one in due], in_shift, handover.next_ends_at)
        stays |= again
    return {one: hour or handover.next_ends_at for one, hour in stays.items()} | comes
