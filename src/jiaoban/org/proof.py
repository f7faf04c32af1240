"""Proving who somebody is, with their own password, at the moment of a signature.

Logging in is allauth's and is throttled by allauth; this is the second question, asked of people who may share a
terminal that somebody else is logged in at. Failures are rows, so a lock-out outlives processes and is the same in all
of them.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from django.contrib.auth import authenticate
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from jiaoban.org.models import FailedProof

FAILURES = 5
"""So many failures within `WINDOW` lock an account's signatures, whoever made them."""
WINDOW = timedelta(minutes=5)
LONGEST = 150
"""Characters in an account's name at most."""
KEPT = timedelta(days=90)
"""How long failures can be looked up."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of a proof: the account, or None; `locked_until` when it was not even looked at."""

    user: AbstractBaseUser | None = None
    locked_until: datetime | None = None


def attempt(username: str, password: str, *, now: datetime, request: HttpRequest | None = None) -> Proof:
    """Try to prove that one is `username`. `now` is the real clock's, in UTC; `request` says from where.

    An account that does not exist takes as long and locks the same. Attempts at the same moment may overshoot the limit
    by as many as there are threads. While locked, the right password is refused too.
    """
    locked_until = locked(username, now)
    if locked_until:
        return Proof(locked_until=locked_until)
    user = authenticate(request, username=unicodedata.normalize("NFKC", username)[:LONGEST], password=password)
    if user is None:
        FailedProof.objects.create(username=_counted_as(username), address=_address(request), at=now)
        FailedProof.objects.filter(at__lt=now - KEPT).delete()
    return Proof(user=user)


def _counted_as(username: str) -> str:
    """Return the name under which failures count: accounts are found in any case, so guesses count in any case."""
    return unicodedata.normalize("NFKC", username).casefold()[:LONGEST]


def _address(request: HttpRequest | None) -> str:
    """Return the client's address as allauth sees it, proxies considered; '' where there is none."""
    if request is None:
        return ""
    try:
        return str(get_adapter().get_client_ip(request))[:45]
    except PermissionDenied:
        return ""


def locked(username: str, now: datetime) -> datetime | None:
    """Return until when an account's signatures are locked, or None."""
    failures = FailedProof.objects.filter(username=_counted_as(username), at__gt=now - WINDOW, at__lte=now)
    recent = list(failures.order_by("-at").values_list("at", flat=True)[:FAILURES])
    return recent[-1] + WINDOW if len(recent) == FAILURES else None
