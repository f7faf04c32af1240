"""The accounts of the demo people. Their passwords are simple and printed, so they exist in demo data only."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User

from jiaoban.demo import description
from jiaoban.demo.cast import CAST, NEXT_DOOR, OUTSIDER
from jiaoban.demo.description import Member

SITES = {site.code: site.cast for site in (*map(description.read, description.CODES), NEXT_DOOR)}
"""The invented people by site, those of the neighbour of 云峰 at the end."""
STATION = (*CAST, OUTSIDER)
"""The people of 云峰, and the neighbour who must see nothing of it."""
EVERYBODY = tuple(dict.fromkeys(one for cast in SITES.values() for one in cast))
"""Everybody of every site; who belongs to several stands here once."""


def make_accounts(members: Iterable[Member] = STATION) -> list[User]:
    """Return the accounts of these people, made where they are missing; an existing account keeps its password."""
    wanted = {one.username: one for one in members}
    there = set(User.objects.filter(username__in=wanted).values_list("username", flat=True))
    missing = [one for name, one in wanted.items() if name not in there]
    with ThreadPoolExecutor() as pool:  # hashing is slow by design, and leaves the other cores idle
        hashes = list(pool.map(make_password, [one.password for one in missing]))
    User.objects.bulk_create(
        User(username=one.username, first_name=one.name, password=hashed)
        for one, hashed in zip(missing, hashes, strict=True)
    )
    return list(User.objects.filter(username__in=wanted))
