"""Who listens to live pages: what a connection asks for, and whether its login may hear it."""

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings

LONGEST_KEY = 64
LONGEST_QUERY = 2000
REPLAYS = "replays"
TOPICS = frozenset({REPLAYS})
"""What a listener can be told of besides the book: how replays of regimes come on."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a connection asks for. `seen` is the size of the book that the listener saw last, or None; `topics` are what
    it wants to be told of besides the book."""

    session: str
    site: str
    post: str
    seen: int | None
    topics: frozenset[str] = frozenset()


def asked(scope: MutableMapping[str, Any]) -> Wish:
    """Return what a connection asks for."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        morsel = None
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    site, post = (query.get(name, [""])[0][:LONGEST_KEY] for name in ("site", "post"))
    last = headers.get("last-event-id", "") or query.get("since", [""])[0]
    seen = int(last) if last.isascii() and last.isdigit() else None
    topics = TOPICS.intersection(query.get("topics", [""])[0][:LONGEST_QUERY].split(","))
    return Wish(morsel.value if morsel else "", site, post, seen, topics)


def may_listen(wish: Wish) -> bool:
    """Say whether the session is somebody's for whom the site exists, and who may read the post."""
    from django.contrib.auth import get_user
    from django.contrib.sessions.backends.db import SessionStore
    from django.http import HttpRequest

    from jiaoban.kernel.access import Right
    from jiaoban.kernel.refusal import NotFound
    from jiaoban.org.door import enter

    request = HttpRequest()
    request.session = SessionStore(wish.session)
    try:
        visit = enter(get_user(request), wish.site)
    except NotFound:
        return False
    return not wish.post or visit.may(Right.READ, wish.post)


def still_welcome(wishes: Sequence[Wish]) -> set[Wish]:
    """Return those that `may_listen` still allows: in three queries, as long as nobody's login has ended.

    Thousands are asked about once a minute. Whoever is not found among the plain cases is asked about singly.
    """
    plain = _plainly_welcome(wishes)
    return plain | {wish for wish in wishes if wish not in plain and may_listen(wish)}


def _plainly_welcome(wishes: Sequence[Wish]) -> set[Wish]:
    """Return those whose person is a member who may read what they wish for."""
    from jiaoban.kernel.access import Right
    from jiaoban.org.models import PersonRow
    from jiaoban.org.queries import as_actor
    from jiaoban.org.tables import Person

    names = _logged_in({wish.session for wish in wishes})
    rows = PersonRow.objects.filter(
        site__in={wish.site for wish in wishes}, username__in=set(names.values()), member=True
    )
    people = {
        (site, username): as_actor(site, Person.model_validate_json(state))
        for site, username, state in rows.values_list("site", "username", "state")
    }
    found = {wish: people.get((wish.site, names.get(wish.session, ""))) for wish in wishes}
    return {
        wish
        for wish, actor in found.items()
        if actor is not None and (not wish.post or actor.may(Right.READ, wish.post))
    }


def _logged_in(sessions: set[str]) -> Mapping[str, str]:
    """Return the account's name of each session that has not ended, of an active account, its password unchanged."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import User
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session
    from django.utils.crypto import constant_time_compare

    from jiaoban.kernel.clock import SystemClock

    store = SessionStore()
    rows = Session.objects.filter(session_key__in=sessions, expire_date__gt=SystemClock().now())
    said = {key: store.decode(text) for key, text in rows.values_list("session_key", "session_data")}
    logins = {key: one for key, one in said.items() if one.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS}
    users = User.objects.filter(pk__in={one[SESSION_KEY] for one in logins.values()}, is_active=True)
    by_key = {str(user.pk): user for user in users}
    return {
        key: user.get_username()
        for key, one in logins.items()
        if (user := by_key.get(one[SESSION_KEY])) is not None
        and constant_time_compare(one.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())
    }
