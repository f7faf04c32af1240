"""`jiaoban user add|password`."""

import argparse
from typing import TYPE_CHECKING

from jiaoban.cli import secret
from jiaoban.cli.frame import GOOD, Failure, answer, command, django_ready, group

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from jiaoban.cli.frame import Subparsers


def add(subparsers: "Subparsers") -> None:
    """Add the commands."""
    inner = group(subparsers, "user", "accounts: who can log in")
    parser = command(inner, "add", make, "make an account; a site administrator then gives it a place at a site")
    parser.add_argument("username")
    parser.add_argument("--name", default="", help="the person's name, for the page head")
    secret.add_options(parser)
    parser = command(inner, "password", change, "give an account a new password and end its sessions")
    parser.add_argument("username")
    secret.add_options(parser)


def make(arguments: argparse.Namespace) -> int:
    """Make an account."""
    django_ready()
    from django.contrib.auth.models import User
    from django.core.exceptions import ValidationError

    user = User(username=User.normalize_username(arguments.username), first_name=arguments.name)
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as error:
        raise Failure("\n".join(error.messages)) from error
    if User.objects.filter(username__iexact=user.username).exists():
        raise Failure(f"There is an account {user.username} already. 账号 {user.username} 已存在。")
    return _set(arguments, user, "made")


def change(arguments: argparse.Namespace) -> int:
    """Give an account a new password."""
    django_ready()
    return _set(arguments, find(arguments.username), "changed")


def find(username: str) -> "User":
    """Return the account of this name; raises `Failure`."""
    from django.contrib.auth.models import User

    try:
        return User.objects.get(username=User.normalize_username(username))
    except User.DoesNotExist:
        raise Failure(f"There is no account {username}. 没有账号 {username}。") from None


def _set(arguments: argparse.Namespace, user: "User", what: str) -> int:
    password = secret.new_password(arguments, user)
    user.set_password(password)
    user.save()
    value = {"username": user.username, what: True}
    text = f"The account {user.username} was {what}."
    if arguments.generate:
        value["password"] = password
        text += f"\nPassword 密码: {password}"
    answer(arguments, value, text)
    return GOOD
