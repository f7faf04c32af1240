"""The frame of the API: one instance, errors in one shape, Chinese as it is, the OpenAPI document."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from jiaoban import __version__
from jiaoban.api import doing, problems, reads
from jiaoban.api.auth import Bearer, Session
from jiaoban.api.document import document


class PlainChinese(JSONRenderer):
    """JSON in UTF-8, nothing escaped that need not be."""

    json_dumps_params = {"ensure_ascii": False}


class Api(NinjaAPI):
    """ninja, with every exception as a problem."""

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        """Answer any exception as a problem."""
        return problems.of(exc)


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
    for router in (*reads.ROUTERS, doing.router()):
        made.add_router("", router)
    return made


api = build()


def openapi(request: HttpRequest) -> HttpResponse:
    """Serve the OpenAPI 3.1 document."""
    if request.method not in ("GET", "HEAD"):
        return problems.method_not_allowed("GET, HEAD")
    return HttpResponse(document(api), content_type="application/json; charset=utf-8")


def framed(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """Return the addresses with problems for methods that they have not; ninja's own root is none of ours."""
    kept = [pattern for pattern in patterns if getattr(pattern, "name", "") != "api-root"]
    for pattern in kept:
        if isinstance(pattern, URLPattern):
            pattern.callback = _framed(pattern.callback)
    return kept


def _framed(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def served(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code == 405:
            return problems.method_not_allowed(response.headers.get("Allow", ""))
        return response

    return served
