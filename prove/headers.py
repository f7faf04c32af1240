"""What every answer carries: the strict policy and its companions, on pages, files, API answers and errors alike."""

import logging
import os
import re
from collections.abc import Callable, Iterator
from errno import ENOSPC
from typing import Any

from prove.frame import Proof, Scale, changed, plant
from prove.installation import open_here

NAME = "headers"
DATABASES = ("sqlite",)
WANTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
}
NEEDED = ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'")
LOOSE = re.compile(r"unsafe|\*|https?:|blob:|//")
INLINE = re.compile(r"<script(?![^>]*(?:\bsrc=|application/json))|<style|\s(?:style|on[a-z]+)=[\"']|javascript:")
FOREIGN = re.compile(r"<(?:script|link|img|iframe|form)\b[^>]*(?:src|href|action)=[\"'](?:https?:)?//")
Answers = list[tuple[str, Any]]


def prove(scale: Scale) -> Iterator[Proof]:
    """Yield what came of each claim. The installation is one behind https, as SECURITY.md promises it."""
    os.environ.update(JIAOBAN_HTTPS="1", JIAOBAN_ALLOWED_HOSTS="testserver")
    with open_here(scale):
        logging.disable(logging.CRITICAL)  # one page is made to fail
        from prove.access.asking import Asking
        from prove.access.world import World

        yield _deploy()
        asking = Asking(World.build())
        yield _every(asking)
        yield _cookies(asking)


def _deploy() -> Proof:
    """Run Django's own check of settings for production."""
    from django.conf import settings
    from django.core.checks import run_checks

    def warned() -> list[str]:
        found = run_checks(include_deployment_checks=True, databases=["default"])
        return [f"{one.id}: {one.msg}"[:160] for one in found if not one.is_silenced()]

    return Proof(
        claim="Django's check for deployment says nothing against the shipped settings with JIAOBAN_HTTPS=1",
        n=1,
        unit="check",
        findings=warned(),
        planted=[plant("HSTS was forgotten", changed(settings, "SECURE_HSTS_SECONDS", 0), warned)],
        figures={"silenced, as subdomains are not this program's": ", ".join(settings.SILENCED_SYSTEM_CHECKS)},
    )


def _every(asking: Any) -> Proof:
    """Look at an answer of every kind."""
    from jiaoban.config import asgi
    from jiaoban.config.security import SecurityHeaders

    answers = [*_answers(asking), *_on_the_wire(asking)]
    real: Callable[..., Any] = SecurityHeaders.__call__

    def forgets(self: Any, request: Any) -> Any:
        answer = real(self, request)
        if request.path.endswith("/more"):
            del answer.headers["Content-Security-Policy"]
        return answer

    statuses = sorted({answer.status_code for _, answer in answers})
    return Proof(
        claim="every answer carries a strict policy and its companions, and no page has inline script or foreign hosts",
        n=len(answers),
        unit="answers",
        findings=_wrong(answers),
        planted=[
            plant(
                "one page without a policy",
                changed(SecurityHeaders, "__call__", forgets),
                lambda: _wrong(_answers(asking)),
            ),
            plant(
                "what answers beside Django forgets them",
                changed(asgi, "guarded", lambda _, send: send),
                lambda: _wrong(_on_the_wire(asking)),
            ),
        ],
        figures={"statuses": ", ".join(map(str, statuses))},
    )


def _wrong(answers: Answers) -> list[str]:
    odd = [
        f"{name}: {answer.status_code}"
        for name, answer in answers
        if name[:3].isdigit() and int(name[:3]) != answer.status_code
    ]
    return [*odd, *(f"{name}: {told}" for name, answer in answers for told in _missing(answer))]


def _missing(answer: Any) -> Iterator[str]:
    policy = answer.headers.get("Content-Security-Policy", "")
    absent = [one for one in NEEDED if one not in policy]
    if absent or LOOSE.search(policy):
        yield f"policy {policy!r}"
    yield from (f"{name} is not {value}" for name, value in WANTED.items() if answer.headers.get(name) != value)
    if "html" in answer.headers.get("Content-Type", "") and not answer.streaming:
        text = answer.content.decode()
        yield from (f"inline: {found[0]}" for found in INLINE.finditer(text))
        yield from (f"foreign: {found[0]}" for found in FOREIGN.finditer(text))


def _answers(asking: Any) -> Answers:
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.staticfiles.storage import staticfiles_storage
    from django.db import OperationalError, transaction
    from django.test import Client

    from jiaoban.config import health
    from jiaoban.logbook import queries as logbook
    from jiaoban.web.pages import oversight
    from prove.access.routes import declared

    secure: dict[str, Any] = {"HTTP_X_FORWARDED_PROTO": "https"}

    def get(who: str, address: str) -> Any:
        key = {"Authorization": f"Bearer {asking.world.keys[who]}"} if address.startswith("/api/") else {}
        return asking.client(who, address).get(address, headers=key, **secure)

    def raising(error: Exception) -> Callable[..., Any]:
        def broken(*_: object, **__: object) -> Any:
            raise error

        return broken

    found: Answers = []
    with transaction.atomic():
        for route in declared():
            if route.method == "GET" and route.address != "/sse" and "openapi" not in route.address:
                address = asking.address(route, "HEAD", 0)
                found.append((route.address, get("HEAD", address)))
        stranger, strict = Client(raise_request_exception=False), Client(enforce_csrf_checks=True)
        found += [
            (name, stranger.get(name, **secure)) for name in ("/accounts/login/", "/accounts/signup/", "/nothing")
        ]
        found += [("/", stranger.get("/", **secure)), ("/healthz", stranger.get("/healthz", **secure))]
        found.append(("static", stranger.get(staticfiles_storage.url("jiaoban/base.css"), **secure)))
        found.append(("a missing CSRF token", strict.post("/accounts/login/", **secure)))
        found.append(("a foreign Host", stranger.get("/", headers={"host": "elsewhere"}, **secure)))
        found.append(("a missing right", get("OPERATOR", "/s/yunfeng/people/new")))
        found.append(("a site that is not theirs", get("outsider", "/s/yunfeng/board")))
        found.append(("no login at the API", Client().get("/api/v1/sites", **secure)))
        found.append(("no such method", asking.client("HEAD", "/").put("/s/yunfeng/board", **secure)))
        form = {"back": "/s/yunfeng/p/ccr/log", "command": "headers-1"}
        found.append(("422", asking.client("OPERATOR", "/").post("/s/yunfeng/p/ccr/do/logbook.write", form, **secure)))
        gone, full = OperationalError("the server closed the connection"), OSError(ENOSPC, "No space left")
        for name, error in (("500", ZeroDivisionError()), ("503 of a page", gone), ("507 of a page", full)):
            with changed(oversight, "_seen", raising(error)):
                found.append((name, get("HEAD", "/s/yunfeng/oversight")))
        with changed(SessionStore, "load", raising(gone)):
            found.append(("503 before any page", get("HEAD", "/s/yunfeng/oversight")))
        for name, error in (("503 of the API", gone), ("507 of the API", full)):
            with changed(logbook, "entries", raising(error)):
                found.append((name, get("HEAD", "/api/v1/sites/yunfeng/posts/ccr/log")))
        with changed(health.health, "well", bool):
            found.append(("503 of /healthz", stranger.get("/healthz", **secure)))
        transaction.set_rollback(True)
    return found


def _on_the_wire(asking: Any) -> Answers:
    """What the router sends: of Django by its bridge, of the live pages, and its own."""
    from django.conf import settings

    from jiaoban.config.asgi import Router, build, no_live
    from prove.access.wire import ask

    program = build()
    login = {"cookie": f"{settings.SESSION_COOKIE_NAME}={asking.sessions['HEAD']}"}
    key = {"authorization": f"Bearer {asking.world.keys['HEAD']}"}
    found: Answers = [
        ("200 of a page, by the router", ask(program, "/s/yunfeng/board", **login)),
        ("200 with a key, by the router", ask(program, "/api/v1/sites", **key)),
        ("200 of live pages", ask(program, "/sse", query="site=yunfeng", **login)),
        ("404 of live pages", ask(program, "/sse", query="site=yunfeng")),
        ("404 without live pages", ask(Router(no_live, no_live), "/sse")),
        ("404 to a websocket", ask(program, "/sse", kind="websocket")),
    ]
    program.close_streams()
    return [*found, ("503 at closing", ask(program, "/sse", query="site=yunfeng", **login))]


def _cookies(asking: Any) -> Proof:
    """Log in as people do, and look at what is set."""
    from django.conf import settings
    from django.test import Client

    from prove.access.people import PEOPLE

    def unsafe() -> tuple[int, list[str]]:
        client, member = Client(), PEOPLE["OPERATOR"]
        secure: dict[str, Any] = {"HTTP_X_FORWARDED_PROTO": "https"}
        client.get("/accounts/login/", **secure)
        client.post("/accounts/login/", {"login": member.username, "password": member.password}, **secure)
        told = []
        for name, cookie in client.cookies.items():
            needed = ["secure", *(["httponly"] if name == settings.SESSION_COOKIE_NAME else [])]
            told += [f"{name} is not {flag}" for flag in needed if not cookie[flag]]
            told += [f"{name}: SameSite={cookie['samesite']}"] if cookie["samesite"] != "Lax" else []
        missing = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME} - set(client.cookies)
        return len(client.cookies), [*told, *(f"no {name} was set" for name in missing)]

    n, findings = unsafe()
    over_http = changed(settings, "SESSION_COOKIE_SECURE", False)
    return Proof(
        claim="cookies are Secure and SameSite=Lax, and the session's is HttpOnly",
        n=n,
        unit="cookies",
        findings=findings,
        planted=[plant("the session's cookie goes over plain http", over_http, lambda: unsafe()[1])],
    )
