"""Asking: one request as somebody, and in one word what came of it. Nothing that it does stays."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from random import Random
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client

from jiaoban.authoring.archive import pack
from jiaoban.kernel import verbs
from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.words import Words
from jiaoban.web import live
from prove.access.examples import as_form, example
from prove.access.page import ABSENT, LOGIN, NO, YES
from prove.access.people import NOBODY, PEOPLE, PLACES
from prove.access.routes import API, INTERNAL, PROPOSALS, Route
from prove.access.world import World
from prove.frame import changed
from prove.station import picture

KEYS = {
    "person": "person",
    "entry": "entry",
    "photo": "entry",
    "thumbnail": "entry",
    "followup": "followup",
    "suggestion": "suggestion",
    "equipment": "unit",
    "earth": "earth",
    **dict.fromkeys(("matter", "matter_note", "matter_advance", "matter_photo", "matter_thumbnail"), "matter"),
    "matter_picture": "matter",
    "parameter": "parameter",
    "absence": "absence",
    "meeting": "meeting",
    "roll": "meeting",
    "minutes": "meeting",
    "meeting_one": "meeting",
    **dict.fromkeys(("gathering", "gathering_one"), "gathering"),
    **dict.fromkeys(("lead", "lead_events", "aftersales_one"), "lead"),
    "collision": "collision",
    **dict.fromkeys(("aftersales_photo", "aftersales_thumbnail"), "care"),
    "readings": "parameter",
    "route": "route",
    "route_codes": "route",
    "round_begin": "route",
    **dict.fromkeys(("round", "round_visit", "round_now", "round_photo", "round_thumbnail"), "round"),
    **dict.fromkeys(("one_round", "round_picture"), "round"),
    "parameter_samples": "parameter",
    **dict.fromkeys(("swap", "swap_one"), "swap"),
    "subscription": "feed",
    **dict.fromkeys(("conduct_case", "conduct_matter"), "case"),
    **dict.fromkeys(("chat_channel", "chat_messages"), "channel"),
    **dict.fromkeys(("roster_proposal", "roster_proposal_stop", "roster_proposal_take"), "proposal"),
}
"""By the name of an address, which thing its `{key}` names; else a handover."""
VARIES = re.compile(r"(?i)csrf\w*\W+(?:value\W+)?\w{32,}")
DAY = "since=2026-11-22T00:00:00Z&until=2026-11-23T00:00:00Z"
QUERY = {
    "parameter_samples": f"?{DAY}",
    "timeline": f"?{DAY}",
    "log_quality": f"?author=chen&{DAY}",
    "month": "?month=2026-11",
    "duty_month": "?month=2026-11",
    "conduct_month": "?month=2026-11",
    **dict.fromkeys(("attendance_month", "attendance_mine", "attendance_of"), "?month=2026-11"),
    **dict.fromkeys(("lead_figures", "lead_credits"), "?month=2026-11"),
    **dict.fromkeys(("report_sums", "quiet_list"), "?month=2026-11"),
    **dict.fromkeys(("broken", "rest"), "?month=2026-11"),
    **dict.fromkeys(("checklists", "checklist_month", "checklist_file"), "?month=2026-11"),
    "everybody": "?month=2026-11",
    "calendar": "?year=2026",
    **dict.fromkeys(("table_out", "table_in"), "?month=2026-11"),
    "wishes": "?month=2026-12",
    "transfers_month": "?month=2026-11",
    **dict.fromkeys(("funds_month", "funds_mine", "aftersales_month"), "?month=2026-11"),
    "lead_events_between": f"?kind=SALE&{DAY}",
    "away": f"?{DAY}",
    "absence_preview": "?kind=leave&since=2026-12-01T00:00:00Z&until=2026-12-02T00:00:00Z",
}


@dataclass
class Asking:
    """Somebody at a keyboard: asks routes of a world."""

    world: World
    clients: dict[str, Client] = field(default_factory=dict)
    reached: list[str] = field(default_factory=list)
    number: int = 0
    sessions: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for who in PEOPLE:
            self.clients[who] = Client(raise_request_exception=False)
            self.clients[who].force_login(self.world.users[who])
            self.sessions[who] = self.clients[who].cookies[settings.SESSION_COOKIE_NAME].value
        self.clients[NOBODY] = Client(raise_request_exception=False)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Let verbs come as far as their use case, and there stop: who gets so far was allowed in."""
        real = verbs._decide  # noqa: SLF001 - the one place behind every check of a right

        def stop(found: verbs.Verb[Any], context: verbs.Context, args: Any) -> verbs.Decision:
            if found.name == INTERNAL:
                return real(found, context, args)
            self.reached.append(found.name)
            raise BadInput("proof", Words(zh="到此为止。", en="So far."), Words(zh="—", en="—"))

        with changed(verbs, "_decide", stop):
            yield

    def ask(self, route: Route, who: str, at: int, method: str = "") -> str:
        """Return what somebody comes to at a place: yes, 403, 404, login, or the odd status as it is."""
        self.reached.clear()
        if route.address == "/sse":
            return self._listen(who, at)
        with transaction.atomic():
            response = self._send(route, who, at, method or route.method)
            transaction.set_rollback(True)
        said = _word(response, route)
        if route.verb and said == YES and self.reached != [route.verb]:
            return f"{response.status_code}, but the verb was not reached"
        if self.reached and said != YES:
            return f"{response.status_code}, but {self.reached[0]} was reached"
        return said

    def body(self, route: Route, who: str, site: str) -> tuple[int, str]:
        """Return status and text of an address of the first place, at a site of this code; tokens left out."""
        address = self.address(route, who, 0).replace(f"/{PLACES[0][0]}", f"/{site}", 1)
        address = address.replace(f"/sites/{PLACES[0][0]}", f"/sites/{site}", 1)
        with transaction.atomic():
            response = self.client(who, address).get(address, headers=self._headers(who, address))
            transaction.set_rollback(True)
        return response.status_code, VARIES.sub("", response.content.decode()).replace(site, "")

    def client(self, who: str, address: str) -> Client:
        """Return somebody's browser as it was at the beginning; the API has none, and is asked with a key."""
        by_key = address.startswith("/api/")
        client = self.clients[NOBODY if by_key else who]
        client.cookies.clear()  # what the request before set, such as by logging out, is undone like the rest of it
        if who in self.sessions and not by_key:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        return client

    def _headers(self, who: str, address: str) -> dict[str, str]:
        by_key = address.startswith("/api/") and who != NOBODY
        return {"Authorization": f"Bearer {self.world.keys[who]}"} if by_key else {}

    def _send(self, route: Route, who: str, at: int, method: str) -> Any:
        address, things = self.address(route, who, at), self.world.things[PLACES[at]]
        self.number += 1
        command, client, headers = f"proof-{self.number:08d}", self.client(who, address), self._headers(who, address)
        if method not in ("POST", "GET"):
            return client.generic(method, address, headers=headers)
        if method == "GET":
            return client.get(address, headers=headers)
        asked = _beside_verbs(route.address, command)
        if asked is not None:
            query, body = asked
            if any(isinstance(one, BytesIO) for one in body.values()):
                return client.post(address + query, body, headers=headers)
            return client.post(address + query, body, content_type="application/json", headers=headers)
        verb = verbs.find_verb(route.verb) if route.verb else None
        said: dict[str, Any] = example(verb, self.world) if verb else {}
        account = PEOPLE[who] if who != NOBODY else next(iter(PEOPLE.values()))
        if address.startswith("/api/"):
            if verb and verb.signed:
                said["credential"] = {"username": account.username, "password": account.password}
            headers["Idempotency-Key"] = command
            return client.post(address, said, content_type="application/json", headers=headers)
        form = as_form(said) | {"command": command, "back": f"/s/{things['site']}/head"}
        if verb and verb.signed:
            form |= {"account": account.username, "password": account.password}
        form |= {} if verb else {"name": "proof", "person": account.username}
        return client.post(address, form, headers=headers)

    def address(self, route: Route, who: str, at: int) -> str:
        """Return the address of a route at a place, with the keys of things that are there."""
        things = self.world.things[PLACES[at]]
        number = self.world.numbers.get(who, next(iter(self.world.numbers.values())))
        names = {
            **things,
            "key": things[KEYS.get(route.name, "handover")],
            "name": things["photo"],
            "number": str(number),
            "pk": "1",
            "regime": self.world.pack.head.id,
            "form": "csv",
            "what": {"template_at_site": "people", "export_at_site": "orders"}.get(route.name, "equipment"),
            "table": "equipment",
            "register": "equipment",
            "person": things["person"],
            "anything": "v1/nothing",
            "verb": "logbook.write",
        }
        if route.address.startswith("/api/") and "/log/{key}" in route.address:
            names["key"] = things["entry"]
        if "/parameters/{key}" in route.address:
            names["key"] = things["parameter"]
        if "/meetings/{key}" in route.address:
            names["key"] = things["meeting"]
        if "/leads/{key}" in route.address:
            names["key"] = things["lead"]
        if "/gatherings/{key}" in route.address:
            names["key"] = things["gathering"]
        if "/duties/{key}" in route.address:
            names |= {"key": things["duty"], "photo": things["photo"]}
        if "/drafts/{key}" in route.address:
            adopted = route.address.endswith(("/difference", "/compare"))
            names |= {"key": things["draft_of_version" if adopted else "draft"], "number": "0"}
        if "/reports/" in route.address:
            names |= {"report": "daily", "day": "2026-11-23", "person": things["reporter"]}
        if "/suggestions/{key}" in route.address:
            names["key"] = things["suggestion"]
        if re.search("/followups/{key}/(photo|thumbnail)", route.address):
            names |= {"key": things["fault"], "photo": things["photo"]}
        if "/orders/{key}" in route.address:
            names["key"] = things["order"]
        return route.address.format(**names) + (QUERY.get(route.name, "") if route.method == "GET" else "")

    def _listen(self, who: str, at: int) -> str:
        cookie = f"{settings.SESSION_COOKIE_NAME}={self.sessions.get(who, 'none')}"
        scope = {
            "type": "http",
            "method": "GET",
            "headers": [(b"cookie", cookie.encode())],
            "query_string": f"site={PLACES[at][0]}".encode(),
        }
        told: list[int] = []

        async def send(message: live.Message) -> None:
            if message["type"] == "http.response.start":
                told.append(message["status"])

        async def receive() -> live.Message:
            return {"type": "http.disconnect"}

        asyncio.run(live.app(scope, receive, send))
        return {200: YES, 404: ABSENT}.get(told[0], str(told[0]))


def _beside_verbs(address: str, command: str) -> tuple[str, dict[str, Any]] | None:
    """Return query and body of what is sent otherwise than as a verb: files, drafts, what runs beside the server."""
    ending = address.rpartition("/")[2]
    table = {"file": _table()}
    if "/imports/" in address:
        return "", table
    if address.endswith("/roster/table"):
        return "?month=2026-11", table
    if address == f"{API}sites/{{site}}/drafts":
        return f"?command={command}", {"file": _archive()}
    if address == PROPOSALS:
        return "", {"month": "2026-12", "people": ["nobody"], "each": {"day": 1}, "command": command}
    known: dict[str, dict[str, Any]] = {
        "files": {"file": _picture()},
        "packs": {"files": _archive()},
        "replays": {"command": command},
        "check": {},
        "look-up": {"number": "13800138000"},
        "addresses": {"service": "WECOM", "url": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=proof"},
    }
    return ("", known[ending]) if ending in known else None


def _picture() -> BytesIO:
    into = BytesIO(picture(Random(0), 4))
    into.name = "photo.png"
    return into


def _table() -> BytesIO:
    into = BytesIO("编号,名称\nP1,泵\n".encode())
    into.name = "table.csv"
    return into


def _archive() -> BytesIO:
    into = BytesIO(pack({"pack.yaml": "id: proof\n"}, "proof"))
    into.name = "pack.zip"
    return into


def _word(response: Any, route: Route) -> str:
    status = response.status_code
    to_login = status == 302 and response.headers["Location"].startswith(("/accounts/login/",))
    if status == 401 or (to_login and not route.address.startswith("/accounts/logout")):
        return LOGIN
    if status in (403, 404):
        return {403: NO, 404: ABSENT}[status]
    return YES if status < 500 and status != 405 else str(status)
