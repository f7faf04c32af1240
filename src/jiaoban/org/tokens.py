"""Keys to the HTTP API: 256 random bits, shown once, kept as a hash. A key acts as its user, with their own rights."""

import secrets
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256

from django.contrib.auth.models import User
from django.db import DatabaseError, connection

from jiaoban.ledger import turns
from jiaoban.org.models import ApiToken

PREFIX = "jb_"
"""What every key begins with, so that a leaked one is recognised."""
FRESH = timedelta(minutes=1)
"""How exactly the last use is known."""


def issue(user: User, name: str, now: datetime) -> tuple[ApiToken, str]:
    """Make a key and return its row and, this once, the key itself."""
    key = PREFIX + secrets.token_urlsafe(32)
    return ApiToken.objects.create(user=user, name=name, digest=_digest(key), created_at=now), key


def user_of(key: str, now: datetime) -> User | None:
    """Return the active user of a key that stands, and note its use; None for every other text."""
    if not key.startswith(PREFIX):
        return None
    token = ApiToken.objects.select_related("user").filter(digest=_digest(key), revoked_at=None).first()
    if token is None or not token.user.is_active:
        return None
    if token.last_used_at is None or now - token.last_used_at >= FRESH:
        with suppress(DatabaseError), turns.briefly(connection):  # whoever only reads can do so without it
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token.user


def revoke(token: ApiToken, now: datetime) -> None:
    """End a key for good; one that was ended before keeps its moment."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now)


def _digest(key: str) -> str:
    return sha256(key.encode()).hexdigest()
