"""`jiaoban token add|list|revoke`."""

import argparse
from typing import TYPE_CHECKING

from jiaoban.cli.frame import GOOD, Failure, Misuse, answer, command, django_ready, group

if TYPE_CHECKING:
    from jiaoban.cli.frame import Subparsers
    from jiaoban.org.models import ApiToken

LONGEST_NAME = 80


def add(subparsers: "Subparsers") -> None:
    """Add the commands."""
    inner = group(subparsers, "token", "keys to the HTTP API")
    parser = command(inner, "add", make, "make a key that acts as an account, and print it, once")
    parser.add_argument("username")
    parser.add_argument("name", help="what the key is for")
    parser = command(inner, "list", show, "list the keys and when they were last used")
    parser.add_argument("username", nargs="?", help="only this account's")
    parser = command(inner, "revoke", revoke, "end a key for good")
    parser.add_argument("id", type=int, help="its number in the list")


def make(arguments: argparse.Namespace) -> int:
    """Make a key."""
    if not 0 < len(arguments.name) <= LONGEST_NAME:
        raise Misuse(f"A key's name has 1 to {LONGEST_NAME} characters.")
    django_ready()
    from jiaoban.cli.user import find
    from jiaoban.kernel.clock import SystemClock
    from jiaoban.org import tokens

    token, key = tokens.issue(find(arguments.username), arguments.name, SystemClock().now())
    answer(arguments, {**_described(token), "key": key}, key)
    return GOOD


def show(arguments: argparse.Namespace) -> int:
    """List keys."""
    django_ready()
    from jiaoban.cli.user import find
    from jiaoban.org.models import ApiToken

    found = ApiToken.objects.select_related("user")
    if arguments.username:
        found = found.filter(user=find(arguments.username))
    listed = [_described(token) for token in found]
    lines = ["  ".join(str(value) for value in one.values() if value) for one in listed]
    answer(arguments, listed, "\n".join(lines) or "No key. 无密钥。")
    return GOOD


def revoke(arguments: argparse.Namespace) -> int:
    """End a key."""
    django_ready()
    from jiaoban.kernel.clock import SystemClock
    from jiaoban.org import tokens
    from jiaoban.org.models import ApiToken

    token = ApiToken.objects.select_related("user").filter(pk=arguments.id).first()
    if token is None:
        raise Failure(f"There is no key {arguments.id}. 没有密钥 {arguments.id}。")
    tokens.revoke(token, SystemClock().now())
    token.refresh_from_db()
    answer(arguments, _described(token), f"The key {token.pk} ({token.name}) acts no more. 密钥已停用。")
    return GOOD


def _described(token: "ApiToken") -> dict[str, object]:
    return {
        "id": token.pk,
        "username": token.user.get_username(),
        "name": token.name,
        "created_at": token.created_at.isoformat(timespec="seconds"),
        "last_used_at": token.last_used_at.isoformat(timespec="seconds") if token.last_used_at else None,
        "revoked_at": token.revoked_at.isoformat(timespec="seconds") if token.revoked_at else None,
    }
