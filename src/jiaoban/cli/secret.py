"""Asking for a new password: at the terminal without echo, from a pipe, or made here."""

import argparse
import getpass
import secrets
import sys
from typing import TYPE_CHECKING

from jiaoban.cli.frame import Failure

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MADE_BYTES = 12


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give a command the choice of where the password comes from."""
    parser.add_argument("--generate", action="store_true", help="make a password and print it, once")


def new_password(arguments: argparse.Namespace, user: "User") -> str:
    """Return a password that obeys the rules; raises `Failure` naming each rule that it breaks."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    password = secrets.token_urlsafe(MADE_BYTES) if arguments.generate else _asked(user.get_username())
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Failure("\n".join(error.messages)) from error
    return password


def _asked(username: str) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(f"Password of {username} 密码: ")
    if getpass.getpass("Once more 再输一次: ") != first:
        raise Failure("The two passwords differ. 两次输入不一致。")
    return first
