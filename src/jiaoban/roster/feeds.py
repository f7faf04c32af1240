"""What a subscription shows: the shifts of a person or a post, from a month ago to a quarter ahead."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from jiaoban.kernel.access import Right
from jiaoban.kernel.book import Between, Book
from jiaoban.kernel.shifts import Shift
from jiaoban.kernel.tongue import tongue_of
from jiaoban.kernel.words import Words
from jiaoban.org import queries as org
from jiaoban.org.tables import PEOPLE, Post, Site
from jiaoban.roster import ical, queries
from jiaoban.roster.grid_tables import CALENDAR, CELLS, FEEDS, Feed
from jiaoban.roster.history import History
from jiaoban.roster.tables import ASSIGNMENTS, MANNINGS

BACK, AHEAD = timedelta(days=31), timedelta(days=92)
"""So many days before and after today are in a calendar."""
NOBODY = Words(zh="无人", en="nobody")
MINE = Words(zh="我的班次", en="My shifts")


def of_subscriber(book: Book, person: str) -> list[Feed]:
    """Return a person's open subscriptions, the oldest first."""
    found = book.find(FEEDS, subscriber=person, open=True)
    return sorted(found, key=lambda one: one.opened_at)


def content(book: Book, key: str, now: datetime) -> bytes | None:
    """Return the calendar of a subscription; None where it is closed, or its subscriber may see it no longer."""
    feed = book.get(FEEDS, key)
    if feed is None or not feed.open:
        return None
    subscriber = book.get(PEOPLE, feed.subscriber)
    if subscriber is None or not subscriber.member:
        return None
    site = org.site(book)
    if feed.post and not org.as_actor(site.code, subscriber).may(Right.READ, feed.post):
        return None
    today = org.local_day(book, now)
    first, after = today - BACK, today + AHEAD
    person = "" if feed.post else feed.subscriber
    posts = [org.post(book, feed.post)] if feed.post else _posts_of(book, person, first, after)
    events = list(_events(book, site, posts, person, first, after, feed.language))
    name = posts[0].name.in_(feed.language) if feed.post else MINE.in_(feed.language)
    return ical.file(f"{site.name.in_(feed.language)} {name}", events, feed.language)


def _posts_of(book: Book, person: str, first: date, after: date) -> list[Post]:
    """Return the posts at which a person ever was to stand: the others need no look."""
    days = Between(first.isoformat(), after.isoformat())
    keys = {one.post for one in book.find(MANNINGS) if any(person in manned.people for manned in one.mannings)}
    keys |= {one.post for one in book.find(ASSIGNMENTS, day_text=days) if person in one.people}
    cells = book.find(CELLS, day_text=days)
    keys |= {one.post for one in cells if any(mark.people and person in mark.people for mark in one.marks)}
    return [post for post in org.posts(book) if post.key in keys]


def _events(
    book: Book, site: Site, posts: list[Post], person: str, first: date, after: date, language: str
) -> Iterator[ical.Event]:
    within = Between(first.isoformat(), after.isoformat())
    plans = queries.plans(book, [post.key for post in posts], first, after)
    days = book.find(CALENDAR, day_text=within)
    names = org.names(book)
    for post in posts:
        cells = book.find(CELLS, post=post.key, day_text=within)
        history = History(plans[post.key], cells, days, described=len(post.versions) - 1)
        for step in range((after - first).days):
            for shift in post.shifts_on(first + step * queries.DAY, site.zone):
                said = _spoken(history, site, post, shift, names, language)
                event = (
                    ical.of_person(history, shift, person, site.code, said)
                    if person
                    else ical.of_post(history, shift, site.code, said)
                )
                if event:
                    yield event


def _spoken(
    history: History, site: Site, post: Post, shift: Shift, names: dict[str, str], language: str
) -> ical.Spoken:
    people = history.plan.turn(shift).people
    return ical.Spoken(
        site=site.name.in_(language),
        post=post.name.in_(language),
        shift=shift.name.in_(language),
        people=tongue_of(language).all_of(names.get(one, one) for one in people),
        nobody=NOBODY.in_(language),
    )
