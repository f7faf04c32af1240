"""The headers that every answer carries. No script, style, picture or connection from anywhere but this site."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "manifest-src 'self'",
        "worker-src 'self'",
    )
)
PERMISSIONS_POLICY = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"


class SecurityHeaders:
    """Outermost middleware: sets the headers unless a view has set a stricter one of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers."""
        response = self._get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not response.headers.get("Cache-Control"):
            response.headers["Cache-Control"] = "private, no-cache"
        return response


def guarded(scope: Message, send: Send) -> Send:
    """Return a `send` for what answers beside Django: it adds the headers that the middleware would have set."""

    async def sending(message: Message) -> None:
        if message["type"].endswith("http.response.start"):  # also that by which a websocket is refused
            said = message.get("headers", ())
            has = {name.lower() for name, _ in said}
            message = {**message, "headers": [*said, *(one for one in headers_of(scope) if one[0] not in has)]}
        await send(message)

    return sending


def headers_of(scope: Message) -> list[tuple[bytes, bytes]]:
    """Return what the same middleware makes of an empty answer, so that there is no second list of headers."""
    request, empty = HttpRequest(), HttpResponse()
    request.META = {
        f"HTTP_{name.decode('latin-1').upper().replace('-', '_')}": value.decode("latin-1")
        for name, value in scope.get("headers", ())
    }
    del empty.headers["Content-Type"]
    framed = XFrameOptionsMiddleware(lambda _: empty).process_response(request, empty)
    answer = SecurityHeaders(lambda _: framed)(request)
    secured = SecurityMiddleware(lambda _: answer).process_response(request, answer)
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in secured.headers.items()]
