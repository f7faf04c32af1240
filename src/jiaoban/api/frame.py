"""The frame of the API: one instance, errors in one shape, Chinese as it is, the OpenAPI document."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from jiaoban import __version__
from jiaoban.api import chats, doing, drafts, imports, problems, reads, regimes
from jiaoban.api.auth import Bearer, Session
from jiaoban.api.document import document

JSON = "application/json; charset=utf-8"


class PlainChinese(JSONRenderer):
    """JSON in UTF-8, nothing escaped that need not be."""

    json_dumps_params = {"ensure_ascii": False}

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """Return the bytes: of a text, Django would first look up in the headers how it is to be encoded."""
        text: str = super().render(request, data, response_status=response_status)
        return text.encode()


class Api(NinjaAPI):
    """ninja, with every exception as a problem."""

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        """Answer any exception as a problem."""
        return problems.of(exc)

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        """Return the answer that ninja fills."""
        return HttpResponse(b"", content_type=JSON)


def build() -> Api:
    """Return the API with every verb that is declared and every read."""
    made = Api(
        title="交班 Jiaoban",
        version=__version__,
        description="Shift handover by a workplace's own regime. 交接班：按本单位的制度。",
        auth=[Bearer(), Session()],
        renderer=PlainChinese(),
        openapi_url=None,
        docs_url=None,
        urls_namespace="api",
    )
    for router in (*reads.ROUTERS, chats.router, imports.router, regimes.router, drafts.router, doing.router()):
        made.add_router("", router)
    return made


api = build()


def openapi(request: HttpRequest) -> HttpResponse:
    """Serve the OpenAPI 3.1 document."""
    if request.method not in ("GET", "HEAD"):
        return problems.method_not_allowed("GET, HEAD")
    return HttpResponse(document(api), content_type=JSON)


def framed(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """Return the addresses with problems for methods that they have not; ninja's own root is none of ours."""
    kept = [pattern for pattern in patterns if getattr(pattern, "name", "") != "api-root"]
    for pattern in kept:
        if isinstance(pattern, URLPattern):
            pattern.callback = _framed(pattern.callback)
    return kept


def by_beginning(patterns: Sequence[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """Return the same addresses below their common beginnings: to find one then takes ten comparisons, not two hundred.

    Of two that match the same request the first still wins, but for one whose beginning is written out.
    """
    routes = [(str(pattern.pattern).split("/"), pattern) for pattern in patterns if isinstance(pattern, URLPattern)]
    return [*_grouped(routes), *(pattern for pattern in patterns if not isinstance(pattern, URLPattern))]


def _grouped(routes: Sequence[tuple[list[str], URLPattern]]) -> list[URLPattern | URLResolver]:
    groups: dict[str, list[tuple[list[str], URLPattern]]] = {}
    for route, pattern in routes:
        groups.setdefault("/".join(route) if len(route) == 1 else f"{route[0]}/", []).append((route, pattern))
    found: list[URLPattern | URLResolver] = []
    for below in groups.values():
        depth = _shared([route for route, _ in below])
        if len(below) == 1 or not depth:
            found += [path("/".join(route), pattern.callback, name=pattern.name) for route, pattern in below]
            continue
        beginning = "/".join(below[0][0][:depth]) + "/"
        found.append(path(beginning, include(_grouped([(route[depth:], pattern) for route, pattern in below]))))
    return found


def _shared(routes: Sequence[Sequence[str]]) -> int:
    """Return how many parts all have in common; the last part of a route is never one of them."""
    depth = 0
    for parts in zip(*(route[:-1] for route in routes), strict=False):
        if len(set(parts)) > 1:
            break
        depth += 1
    return depth


def _framed(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def served(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code == 405:
            return problems.method_not_allowed(response.headers.get("Allow", ""))
        return response

    return served
