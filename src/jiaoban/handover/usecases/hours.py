"""The site's clock is moved: whoever holds a post is relieved at the same hour of it, which is another moment."""

from collections.abc import Iterator
from datetime import datetime

from jiaoban.handover import acts, queries
from jiaoban.handover.state import Handover, Tenure
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.shifts import again
from jiaoban.kernel.verbs import Context, follows
from jiaoban.kernel.zones import moved
from jiaoban.org import queries as org
from jiaoban.org.acts import ClockMoved
from jiaoban.org.tables import Post


@follows(ClockMoved.KIND)
def move_hours(context: Context, decided: Proposed) -> Iterator[Proposed]:
    """Move the hours of relief that the site has in its book: of whoever holds a post, and of handovers going on.

    Only an hour at which a shift of the post begins or ends is moved. What somebody set, such as a postponement, stays
    the moment it was; so does the hour of a record that somebody has signed.
    """
    move = decided.payload
    assert isinstance(move, ClockMoved)
    zone = org.site(context.book).zone
    clocks = (zone, moved(zone, move.from_at, move.zone))
    for post in org.posts(context.book):
        held = queries.tenure(context.book, post.key)
        if held is not None and held.dues:
            yield from _relief(post, held, clocks)
        for one in queries.open_at(context.book, post.key):
            due_at, next_ends_at = _due(post, one, clocks), _moved(post, one.next_ends_at, clocks)
            if (due_at, next_ends_at) != (one.due_at, one.next_ends_at):
                payload = acts.HoursMoved(handover=one.key, due_at=due_at, next_ends_at=next_ends_at)
                yield Proposed(payload=payload, post=post.key)


def _relief(post: Post, held: Tenure, clocks: tuple[str, str]) -> Iterator[Proposed]:
    """Yield the act by which the own hour of each of those who hold the post is at another moment, if any is."""
    before = {one: hour for one in held.people if (hour := held.hour_of(one)) is not None}
    hours = {one: _moved(post, hour, clocks) for one, hour in before.items()}
    if hours != before:
        due = min(hours.values())
        others = {one: hour for one, hour in hours.items() if hour != due}
        yield Proposed(payload=acts.ReliefMoved(holding=held.key, due_at=due, hours=others), post=post.key)


def _due(post: Post, one: Handover, clocks: tuple[str, str]) -> datetime:
    return one.due_at if one.signatures or one.postponed else _moved(post, one.due_at, clocks)


def _moved(post: Post, hour: datetime, clocks: tuple[str, str]) -> datetime:
    """Return the moment of an hour of the post by the clock as it is moved now; another moment stays."""
    patterns = (version.description.pattern for version in post.versions)
    return next((found for one in patterns if (found := again(one, hour, *clocks)) is not None), hour)
