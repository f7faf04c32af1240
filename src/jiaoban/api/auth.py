"""Who asks: the holder of a key (`Authorization: Bearer jb_...`), or a browser's session with its CSRF token."""

from typing import Any

from django.http import HttpRequest
from ninja.errors import AuthenticationError
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from jiaoban.api.problems import Problem
from jiaoban.kernel.words import Words
from jiaoban.org import door, tokens


class Bearer(HttpBearer):
    """A key of `jiaoban token add`. It acts as its user, with their own rights and none besides."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Return the user; a key that does not stand is refused, whatever cookies came with it."""
        user = tokens.user_of(token, door.clock.now())
        if user is None:
            raise AuthenticationError
        request.user = user
        return user


class Session(APIKeyCookie):
    """The session of a person who is logged in; what changes something also wants the CSRF token."""

    param_name = "sessionid"

    def __call__(self, request: HttpRequest) -> Any:
        """Return the user of the session, or None."""
        if not request.user.is_authenticated:
            return None
        if request.method not in ("GET", "HEAD", "OPTIONS") and check_csrf(request):
            raise Problem(
                403, "csrf", Words(zh="缺少 CSRF 令牌，或令牌不对。", en="The CSRF token is missing or wrong.")
            )
        return request.user

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """See `__call__`: the session is Django's to read."""
        return request.user if key else None
