"""The one way into a page, and the one way from a form to a verb. No rule stands here or in any view.

    @page()                                  # /s/<site>/..., or /s/<site>/p/<post>/... when the address has a post
    def log(request, desk): ...
        return draw(request, desk, "logbook/log.html", {...})

A form is `desk.form("logbook.amend", ...)`, drawn by parts/verb_form.html; it comes to `do` below and needs no view.
"""

import copy
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    QueryDict,
)
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from pydantic import ValidationError

from jiaoban.kernel.access import Right
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import BadInput, CommandReused, NotAllowed, NotFound
from jiaoban.kernel.verbs import Outcome, Verb, find_verb
from jiaoban.kernel.zones import clock_of
from jiaoban.ledger import turns
from jiaoban.ledger.store import DbBook
from jiaoban.org import door
from jiaoban.org.door import NotProven
from jiaoban.web import answer as words
from jiaoban.web.answer import Answer
from jiaoban.web.desk import Desk
from jiaoban.web.forms import label_of
from jiaoban.web.parse import OWN, arguments, schema
from jiaoban.web.reading import ReadingBook
from jiaoban.web.registers import with_keys

View = Callable[..., HttpResponseBase]
KEPT = frozenset(OWN - {"account"})
"""What of a refused form is not put back: tokens, addresses, secrets, files."""


def page(right: Right = Right.READ, *, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Make a function `(request, desk, ...)` a page: for people who are logged in and have the right.

    The right is asked at the post of the address, or, without one, anywhere at the site. Outsiders are answered 404, an
    insider without the right 403. The site's time zone is active meanwhile.
    """

    def made(view: View) -> View:
        @wraps(view)
        def served(request: HttpRequest, *, site: str, post: str = "", **kwargs: Any) -> HttpResponseBase:
            if request.method not in (*methods, *(("HEAD",) if "GET" in methods else ())):
                return HttpResponseNotAllowed(methods)
            if not request.user.is_authenticated:
                return _to_login(request)
            try:
                desk = _enter(request, site, post)
                if not desk.may(right, post or None):
                    raise PermissionDenied
                with timezone.override(clock_of(desk.zone)):
                    return view(request, desk, **kwargs)
            except NotFound as error:
                raise Http404(str(error)) from None
            except NotAllowed as error:
                raise PermissionDenied(str(error)) from None

        vars(served).update(right=right, methods=methods)  # for docs/reference/access.md, which is made of it
        return served

    return made


def _to_login(request: HttpRequest) -> HttpResponse:
    address = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
    response = redirect_to_login(address)
    if request.headers.get("HX-Request") and not request.headers.get("HX-Boosted"):
        gone = HttpResponse(status=401)
        gone.headers["HX-Redirect"] = response.headers["Location"]
        return gone
    return response


def _enter(request: HttpRequest, site: str, post: str) -> Desk:
    visit = door.enter(request.user, site)
    reading = request.method in ("GET", "HEAD")
    desk = Desk.of(visit, path=request.get_full_path(), answer=getattr(request, "answer", None))
    if reading:
        book = ReadingBook(site)
        desk = replace(desk, book=book, size=book.size)
    place: Place | None = desk.place(post) if post else None
    if post and request.session.get(f"post:{site}") != post:
        _remember(request.session, f"post:{site}", post)
    return replace(desk, at=place)


def _remember(session: SessionBase, name: str, value: str) -> None:
    """Keep a convenience in the session, or do without: a page is read also where nothing can be written."""
    if session.modified:  # then the whole of it is saved, or refused, with the answer
        session[name] = value
        return
    session[name] = value
    with suppress(DatabaseError, UpdateError), turns.briefly(connection, 250):
        session.save()
    session.modified = False


@dataclass(frozen=True)
class Command:
    """A form as it was sent: the verb, where to go afterwards, where to show a refusal."""

    verb: Verb[Any]
    typed: QueryDict
    next: str
    back: str

    @property
    def form(self) -> str:
        """The id of the form on its page."""
        return str(self.typed.get("form", ""))


def act(request: HttpRequest, desk: Desk, verb: str, said: QueryDict | None = None) -> HttpResponseBase:
    """Carry out a verb with the fields of the form that was sent (or with those of `said` instead), and answer.

    Success leads to `next`; a refusal or a mistake shows the page `back` again
    with the notice and everything typed, as 422, or 409 when somebody else was faster.
    """
    found = find_verb(verb)
    if found is None:
        raise Http404(verb)
    next_url = local_path(desk, request.POST.get("next", "")) or home(desk)
    command = Command(found, request.POST, next_url, local_path(desk, request.POST.get("back", "")) or next_url)
    outcome = carry_out(request, desk, command, request.POST if said is None else said)
    if isinstance(outcome, Answer):
        return show_again(request, command.back, outcome)
    done = outcome.acts[0].command if outcome.acts else ""
    target = command.next.replace("%7Bkey%7D", done).replace("{key}", done)
    response = HttpResponseRedirect(target)
    response.status_code = 303
    return response


def carry_out(request: HttpRequest, desk: Desk, command: Command, fields: QueryDict) -> Outcome | Answer:
    """Return what came of a command with these fields, or what is to be said to the person who sent it."""

    def said(status: int, **what: Any) -> Answer:
        typed = {name: [str(one) for one in command.typed.getlist(name)] for name in command.typed if name not in KEPT}
        labels = {name: label_of(str(shape.get("title", ""))) for name, shape in schema(command.verb.args).items()}
        return Answer(form=command.form, status=status, values=typed, labels=labels, **what)

    post = desk.at.post if desk.at else ""
    try:
        given = arguments(command.verb.args, with_keys(desk.book, post, fields), desk.zone, desk.now)
        visit: door.Visit = replace(desk, book=DbBook(desk.site.code))
        if command.verb.signed:
            account = command.typed.get("account") or request.user.get_username()
            visit = visit.as_signer(account, command.typed.get("password", ""), request)
        outcome = visit.do(command.verb.name, given, command=command.typed.get("command", ""), post=post)
    except NotProven as error:
        return said(422, errors={"password": [words.locked(error.locked_until)]})
    except ValidationError as error:
        return said(422, errors=words.field_errors(error))
    except BadInput as error:
        return said(422, errors=words.bad_input(error, desk.language))
    except CommandReused:
        what = gettext("这份表单已经提交过一次，内容不同。")
        return said(422, refusals=[words.simple(what, gettext("请核对后再提交一次。"))])
    except NotAllowed:
        what = gettext("您没有办这件事的权限。")
        return said(403, refusals=[words.simple(what, gettext("请由有权限的人办理，或请管理员授权。"))])
    except NotFound:
        what = gettext("表单中指的东西在这里找不到。")
        return said(404, refusals=[words.simple(what, gettext("请刷新页面后再试。"))])
    if outcome.refusal is not None:
        refusals = words.refusals(outcome.refusal, desk.rule_book() if desk.at else None, desk.language, desk.names)
        return said(409 if outcome.refusal.conflict else 422, refusals=refusals)
    return outcome


def show_again(request: HttpRequest, path: str, answer: Answer) -> HttpResponseBase:
    """Return the page at a local path as it is now, with an answer to a form on it."""
    again = copy.copy(request)
    parts = urlsplit(path)
    again.method = "GET"
    again.path = again.path_info = parts.path
    again.GET = QueryDict(parts.query)
    again.META = {**request.META, "REQUEST_METHOD": "GET", "PATH_INFO": parts.path, "QUERY_STRING": parts.query}
    again.answer = answer  # type: ignore[attr-defined]  # read by `page`
    try:
        found = resolve(parts.path)
        again.resolver_match = found
        response: HttpResponseBase = found.func(again, *found.args, **found.kwargs)
    except (Resolver404, Http404):
        response = HttpResponseRedirect("/")
    if response.status_code == 200:
        response.status_code = answer.status
        response.headers["HX-Replace-Url"] = path
    return response


def mistaken(request: HttpRequest, desk: Desk, error: BadInput, *, form: str, otherwise: str) -> HttpResponseBase:
    """Return the page that a form came from (`back`, or `otherwise`) with what was typed and what is wrong with it:
    for what a page reads itself before there are arguments of a verb, such as files."""
    typed = request.POST
    values = {name: [str(one) for one in typed.getlist(name)] for name in typed}
    told = Answer(form=form, status=422, values=values, errors=words.bad_input(error, desk.language))
    return show_again(request, local_path(desk, typed.get("back", "")) or otherwise, told)


def local_path(desk: Desk, path: str) -> str:
    """Return a path if it leads to this very site on this server, else ''."""
    safe = url_has_allowed_host_and_scheme(path, allowed_hosts=None) and path.startswith("/")
    dotted = any(part in (".", "..") for part in urlsplit(path).path.split("/"))
    return path if safe and not dotted and urlsplit(path).path.startswith(home(desk)) else ""


def home(desk: Desk) -> str:
    """Return the path of the site's own page."""
    return f"/s/{desk.site.code}/"


@page(methods=("GET", "POST"))
def do(request: HttpRequest, desk: Desk, verb: str) -> HttpResponseBase:
    """Carry out the verb of the address with the form that was sent; whoever only looks is sent back to the site."""
    if request.method != "POST":
        return HttpResponseRedirect(home(desk))
    return act(request, desk, verb)
