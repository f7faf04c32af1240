"""Every address that the resolver knows, and for each method what it asks of whoever comes.

What a route asks is read from the code where the code says it: a page its right, a verb its right and scope. What no
declaration tells stands in `BY_HAND`. An address of neither kind has no row, and that fails the proof.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from jiaoban.kernel.access import Right
from jiaoban.kernel.verbs import Verb, find_verb, verbs

API = "/api/v1/"
DO = re.compile(r"^/s/\{site\}/(p/\{post\}/)?do/\{verb\}$")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
INTERNAL, CLOCK = "org.found_site", "org.set_clock"
ANY = "any"
"""Of pages that are not ours: whatever the method, nobody comes to more than the row says."""
EVERY = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@dataclass(frozen=True, order=True)
class Route:
    """One method of one address. `verb`: what it carries out when whoever asks may."""

    address: str
    method: str
    asks: str
    verb: str = ""
    name: str = ""


def _hand(*addresses: str, asks: str, methods: str) -> dict[tuple[str, str], str]:
    return {(address, method): asks for address in addresses for method in methods.split()}


def _accounts(names: str, asks: str) -> dict[tuple[str, str], str]:
    return {(f"/accounts/{name}", ANY): asks for name in names.split()}


DRAFT_READS = (
    "",
    "/texts",
    "/scenarios",
    "/scenarios/{number}",
    "/difference",
    "/replays/{replay}",
    "/archive",
)
"""What is read of a draft over the API."""
ATTENDANCE = f"{API}sites/{{site}}/posts/{{post}}/attendance"
CONDUCT = f"{API}sites/{{site}}/posts/{{post}}/conduct"
CHAT = f"{API}sites/{{site}}/chat"
PROPOSALS = f"{API}sites/{{site}}/posts/{{post}}/proposals"
BY_HAND: Mapping[tuple[str, str], str] = {
    **_hand("/healthz", "/gallery", f"{API}openapi.json", asks="anybody", methods="GET"),
    **_hand("/round-worker.js", asks="anybody", methods="GET"),
    **_hand("/s/{site}/q/{secret}", asks="post", methods="GET"),
    **_hand("/s/{site}/subscriptions/{seal}/{key}.ics", asks="anybody", methods="GET"),
    **_hand("/demo/enter", asks="anybody", methods="POST"),
    **_hand("/language/setlang/", asks="anybody", methods=ANY),
    **_accounts("login/ logout/ signup/ inactive/", "anybody"),
    **_accounts("reauthenticate/ password/change/ password/set/ 2fa/ 2fa/authenticate/ 2fa/reauthenticate/", "login"),
    **_accounts("2fa/totp/activate/ 2fa/recovery-codes/generate/", "login"),
    **_accounts("2fa/webauthn/ 2fa/webauthn/add/ 2fa/webauthn/reauthenticate/ 2fa/webauthn/login/", "login"),
    **_accounts("2fa/totp/deactivate/ 2fa/recovery-codes/ 2fa/recovery-codes/download/", "own factor"),
    **_accounts("2fa/webauthn/keys/{pk}/edit/ 2fa/webauthn/keys/{pk}/remove/", "login"),  # again, first of all
    **_hand("/", "/group", asks="login", methods="GET"),
    **_hand("/sse", asks="listener", methods="GET"),
    **_hand(f"{API}sites", asks="login", methods="GET"),
    **_hand(f"{API}sites/{{site}}/acts", f"{API}sites/{{site}}/export", asks="whole site AUDIT", methods="GET"),
    **_hand(
        f"{API}sites/{{site}}/acts/{{seq}}",
        f"{API}sites/{{site}}/acts/{{seq}}/receipt",
        asks="doer or AUDIT",
        methods="GET",
    ),
    **_hand("/s/{site}/p/{post}/handover/{key}/receipt/{seq}", asks="signer or AUDIT", methods="GET"),
    **_hand(
        f"{CONDUCT}/cases/{{key}}",
        "/s/{site}/p/{post}/conduct/cases/{key}",
        asks="post, concerned or SUPERVISE",
        methods="GET",
    ),
    **_hand(
        *(f"/s/{{site}}/p/{{post}}/aftersales/contacts/{{key}}/{{photo}}{one}" for one in ("", "/small")),
        asks="post, with customers",
        methods="GET",
    ),
    **_hand(f"{CONDUCT}/occasions", asks="post SUPERVISE", methods="GET"),
    **_hand(f"{API}sites/{{site}}/transfers", asks="site OVERSEE", methods="GET"),
    **_hand(f"{API}sites/{{site}}/files", asks="site WORK", methods="POST"),
    **_hand(f"{API}sites/{{site}}/order/files", asks="site SUPERVISE", methods="POST"),
    **_hand(f"{API}sites/{{site}}/orders/{{key}}/readers", asks="site SUPERVISE", methods="GET"),
    **_hand(f"{API}sites/{{site}}/samples/files", asks="site WORK", methods="POST"),
    **_hand(f"{API}sites/{{site}}/posts/{{post}}/imports/{{table}}", asks="post SUPERVISE", methods="POST"),
    **_hand(f"{API}sites/{{site}}/posts/{{post}}/lead/look-up", asks="post", methods="POST"),
    **_hand(f"{API}sites/{{site}}/posts/{{post}}/lead-accesses", asks="post AUDIT", methods="GET"),
    **_hand(f"{ATTENDANCE}/month", f"{ATTENDANCE}/people/{{person}}", asks="post SUPERVISE", methods="GET"),
    **_hand(
        *(f"{API}sites/{{site}}/posts/{{post}}/{one}" for one in ("funds/month", "careers")),
        asks="post SUPERVISE",
        methods="GET",
    ),
    **_hand(f"{API}sites/{{site}}/posts/{{post}}/roster/table", asks="post SUPERVISE", methods="POST"),
    **_hand(f"{API}sites/{{site}}/posts/{{post}}/roster/table", asks="post", methods="GET"),
    **_hand(f"{API}sites/{{site}}/drafts", asks="whole site AUTHOR", methods="POST"),
    **_hand(f"{API}sites/{{site}}/drafts", asks="site DRAFT", methods="GET"),
    **_hand(f"{API}sites/{{site}}/drafts/{{key}}/replays", asks="whole site AUTHOR", methods="POST"),
    **_hand(f"{API}sites/{{site}}/drafts/{{key}}/replays", asks="site DRAFT", methods="GET"),
    **_hand(f"{API}sites/{{site}}/drafts/{{key}}/check", asks="site DRAFT", methods="POST"),
    **_hand(*(f"{API}sites/{{site}}/drafts/{{key}}{below}" for below in DRAFT_READS), asks="site DRAFT", methods="GET"),
    **_hand(f"{API}sites/{{site}}/drafts/{{key}}/replays/{{replay}}/stop", asks="whole site AUTHOR", methods="POST"),
    **_hand(f"{API}sites/{{site}}/imports/people", asks="whole site ADMINISTER", methods="POST"),
    **_hand(f"{API}sites/{{site}}/imports/orders", asks="whole site SUPERVISE", methods="POST"),
    **_hand(f"{API}sites/{{site}}/packs", asks="whole site ADMINISTER", methods="POST"),
    **_hand(f"{PROPOSALS}", f"{PROPOSALS}/{{proposal}}", asks="post SUPERVISE", methods="GET"),
    **_hand(f"{PROPOSALS}", f"{PROPOSALS}/{{proposal}}/stop", asks="post SUPERVISE", methods="POST"),
    **_hand(f"{CHAT}/channels", f"{CHAT}/channels/{{key}}/messages", asks="whole site ADMINISTER", methods="GET"),
    **_hand(f"{CHAT}/addresses", asks="whole site ADMINISTER", methods="POST"),
    **_hand("/s/{site}/chat", "/s/{site}/chat/new", asks="whole site ADMINISTER", methods="GET"),
    **_hand("/s/{site}/chat/channels/{key}", asks="whole site ADMINISTER", methods="GET"),
    **_hand("/s/{site}/chat/set", asks="whole site ADMINISTER", methods="POST"),
    **_hand("/s/{site}/demo/clock", asks="demo site", methods="POST"),
    **_hand("/s/{site}/demo/person", asks="demo site", methods="POST"),
    **_hand("/api/{anything}", asks="nothing", methods=ANY),
}


def walk(patterns: Iterable[URLPattern | URLResolver], before: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """Return (address, pattern) of everything below some patterns."""
    for one in patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from walk(one.url_patterns, here)
        else:
            yield PARAMETER.sub(r"{\1}", here).replace("^.*$", "{anything}"), one


def addresses() -> list[tuple[str, URLPattern]]:
    """Return every address of the resolver with its pattern."""
    return list(walk(get_resolver().url_patterns))


def declared() -> list[Route]:
    """Return the routes of the program; those that nothing declares ask for ''."""
    from jiaoban.api.document import document
    from jiaoban.api.frame import api

    paths = json.loads(document(api))["paths"]
    found = [Route("/sse", "GET", BY_HAND["/sse", "GET"], name="sse")]
    for address, pattern in addresses():
        name = pattern.name or ""
        by_hand = [(method, asks) for (known, method), asks in BY_HAND.items() if known == address]
        if by_hand:
            found += [
                Route(address, method, asks, CLOCK if address.endswith("/demo/clock") else "", name)
                for method, asks in by_hand
            ]
        elif DO.match(address):
            found += list(_forms(address, name))
        elif hasattr(pattern.callback, "right"):
            found += list(_page(address, pattern))
        elif address in paths:
            found += [_api(address, method.upper(), name) for method in paths[address]]
        else:
            found.append(Route(address, "?", "", name=name))
    return sorted(found)


def _right(where: str, right: Right) -> str:
    return f"{where} {right}" if right is not Right.READ else where


def _page(address: str, pattern: URLPattern) -> Iterator[Route]:
    right: Right = vars(pattern.callback)["right"]
    methods: tuple[str, ...] = vars(pattern.callback)["methods"]
    for method in methods:
        yield Route(address, method, _right("post" if "{post}" in address else "site", right), name=pattern.name or "")


def _forms(address: str, name: str) -> Iterator[Route]:
    at_post = "{post}" in address
    yield Route(address, "GET", "post" if at_post else "site", name=name)
    for verb in verbs():
        yield Route(address.replace("{verb}", verb.name), "POST", _asks(verb, at_post), verb.name, name)


def _asks(verb: Verb[object], at_post: bool) -> str:  # type: ignore[type-var]
    if verb.scope == "post" and not at_post:
        return "no such thing"
    if verb.name == INTERNAL:
        return "post, the program" if at_post else "site, the program"
    if verb.scope == "post":
        return _right("post", verb.right)
    if verb.right is Right.READ:  # see `perform`: whoever reads a post reads its site
        return "post" if at_post else "site"
    return f"{'post and ' if at_post else ''}whole site {verb.right}"


def _api(address: str, method: str, name: str) -> Route:
    room, _, action = address.rpartition("/")[0].rpartition("/")[2], "", address.rpartition("/")[2]
    verb = find_verb(f"{room}.{action}") if method == "POST" else None
    at_post = "{post}" in address
    if verb is not None:
        return Route(address, method, _asks(verb, at_post), verb.name, name)
    return Route(address, method, "post" if at_post else "site", name=name)
