"""Keys to the HTTP API: 256 random bits, shown once, kept as a hash. A key acts as its user, with their own rights."""

import secrets
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256

from django.contrib.auth.models import User
from django.db import DatabaseError, connection

from jiaoban.ledger import turns
from jiaoban.ledger.search import utc
from jiaoban.org.models import ApiToken

PREFIX = "jb_"
"""What every key begins with, so that a leaked one is recognised."""
WANTED = frozenset({"id", "username", "is_active"})
"""What a request with a key asks of its user; anything else is fetched when it is asked for."""
FRESH = timedelta(minutes=1)
"""How exactly the last use is known."""


def issue(user: User, name: str, now: datetime) -> tuple[ApiToken, str]:
    """Make a key and return its row and, this once, the key itself."""
    key = PREFIX + secrets.token_urlsafe(32)
    return ApiToken.objects.create(user=user, name=name, digest=_digest(key), created_at=now), key


def user_of(key: str, now: datetime) -> User | None:
    """Return the active user of a key that stands, and note its use; None for every other text. One query."""
    if not key.startswith(PREFIX):
        return None
    sql, names = _question()
    with connection.cursor() as cursor:
        cursor.execute(sql, [_digest(key)])
        row = cursor.fetchone()
    if row is None:
        return None
    number, used_at, *values = row
    user = User.from_db(connection.alias, names, values)
    if not user.is_active:
        return None
    if used_at is None or now - utc(used_at) >= FRESH:
        with suppress(DatabaseError), turns.briefly(connection):  # whoever only reads can do so without it
            ApiToken.objects.filter(pk=number).update(last_used_at=now)
    return user


@cache
def _question() -> tuple[str, list[str]]:
    """The question of every request with a key, written out: the ORM would put it together each time."""
    fields = [field for field in User._meta.concrete_fields if field.attname in WANTED]
    columns = ", ".join(f'u."{field.column}"' for field in fields)
    token, user = ApiToken._meta.db_table, User._meta.db_table
    sql = (
        f'SELECT t."id", t."last_used_at", {columns}'  # noqa: S608 - names of our own
        f' FROM "{token}" t JOIN "{user}" u ON u."id" = t."user_id"'
        ' WHERE t."digest" = %s AND t."revoked_at" IS NULL'
    )
    return sql, [field.attname for field in fields]


def revoke(token: ApiToken, now: datetime) -> None:
    """End a key for good; one that was ended before keeps its moment."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now)


def _digest(key: str) -> str:
    return sha256(key.encode()).hexdigest()
