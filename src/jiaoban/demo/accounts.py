"""The accounts of the demo people. Their passwords are simple and printed, so they exist in demo data only."""

from collections.abc import Iterable

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher, make_password
from django.contrib.auth.models import User

from jiaoban.demo import description
from jiaoban.demo.cast import CAST, NEXT_DOOR, OUTSIDER
from jiaoban.demo.description import Member

SITES = {site.code: site.cast for site in (*map(description.read, description.CODES), NEXT_DOOR)}
"""The invented people by site, those of the neighbour of 云峰 at the end."""
ROUNDS = 1_000
STATION = (*CAST, OUTSIDER)
"""The people of 云峰, and the neighbour who must see nothing of it."""
EVERYBODY = tuple(dict.fromkeys(one for cast in SITES.values() for one in cast))
"""Everybody of every site; who belongs to several stands here once."""


def make_accounts(members: Iterable[Member] = STATION) -> list[User]:
    """Return the accounts of these people, made where they are missing; an existing account keeps its password."""
    wanted = {one.username: one for one in members}
    there = set(User.objects.filter(username__in=wanted).values_list("username", flat=True))
    missing = [one for name, one in wanted.items() if name not in there]
    User.objects.bulk_create(
        User(username=one.username, first_name=one.name, password=_kept(one.password)) for one in missing
    )
    return list(User.objects.filter(username__in=wanted))


def _kept(password: str) -> str:
    """Return what is kept of a password: quick to make, for it is printed anyway. The first login keeps it anew, as
    slow to guess as any other."""
    hasher = get_hasher()
    if isinstance(hasher, PBKDF2PasswordHasher):
        return hasher.encode(password, hasher.salt(), ROUNDS)
    return make_password(password)
