"""导入导出: tables that come in, with a preview, and lists that go out."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.urls import path
from django.utils.translation import gettext

from jiaoban.handover import queries as handover
from jiaoban.handover.blind import Sight, sight
from jiaoban.importing import keeping, writing
from jiaoban.importing.cells import Unreadable
from jiaoban.importing.examples import example_of
from jiaoban.importing.export import EXPORTS, Asked, Cell
from jiaoban.importing.kinds import KINDS, Kind, OneOfWords
from jiaoban.importing.pages.showing import shown
from jiaoban.importing.sheet import LARGEST
from jiaoban.importing.take import Told, take_online
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.kernel.shifts import local
from jiaoban.kernel.words import Words
from jiaoban.ledger.store import DbBook
from jiaoban.org.door import Visit
from jiaoban.plant.lives import LIVES
from jiaoban.plant.pages.works import tabs
from jiaoban.web.answer import unclear
from jiaoban.web.desk import Desk
from jiaoban.web.forms import choice
from jiaoban.web.frame import draw
from jiaoban.web.registers import with_keys
from jiaoban.web.visit import View, page, show_again

FORMS = ("csv", "xlsx")


@page()
def tables(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List what can come in from a table and go out as one."""
    every = dict.fromkeys((*EXPORTS, *KINDS))
    names = [name for name in every if name not in KINDS or (KINDS[name].at_post and KINDS[name].home == "tables")]
    context = {
        "tabs": tabs(desk, "tables"),
        "tables": [_table(desk, name) for name in names],
        "people_url": desk.link("import_people") if desk.may(Right.ADMINISTER) else "",
        "parameter": choice("parameter", "of-parameter", gettext("参数"), desk.choose("parameter"), answer=desk.answer),
        "kinds": [(code, desk.words(life.name)) for code, life in LIVES.items()],
        "readings_url": desk.url("export", what="readings", form="csv"),
        "matters_url": desk.url("export", what="matters", form="csv"),
    }
    return draw(request, desk, "importing/tables.html", context)


def _table(desk: Desk, name: str) -> dict[str, Any]:
    kind = KINDS.get(name)
    title = kind.title if kind else EXPORTS[name].title
    may = kind is not None and desk.can(kind.right)
    return {
        "title": desk.words(title),
        "import_url": desk.url(f"import_{name}") if may else "",
        "files": [
            {"label": label, "url": desk.url("export", what=name, form=form)}
            for form, label in (("csv", "CSV"), ("xlsx", "Excel"))
        ]
        if name in EXPORTS
        else [],
    }


def _templates(desk: Desk, kind: Kind) -> list[dict[str, str]]:
    name = "template" if kind.at_post else "template_at_site"
    return [
        {"label": label, "url": desk.url(name, what=kind.name, form=form)}
        for form, label in (("csv", "CSV"), ("xlsx", "Excel"))
    ]


def _import_page(kind: Kind) -> View:
    """Make the page on which a table of this kind comes in, for those who have the right of its verbs."""

    @page(kind.right, methods=("GET", "POST"))
    def served(request: HttpRequest, desk: Desk) -> HttpResponseBase:
        if request.method != "POST":
            return _draw(request, desk, kind, {})
        content, wrong = _sent(request, desk)
        if wrong is not None:
            return _draw(request, desk, kind, {"wrong": desk.words(wrong)}, status=422)
        carry, post = "carry" in request.POST, desk.post if kind.at_post else ""
        visit = Visit(book=DbBook(desk.site.code), actor=desk.actor, site=desk.site, now=desk.now)
        try:
            told = take_online(visit, kind, content, post, preview=not carry, seen=request.POST.get("seen", "")[:64])
        except Unreadable as error:
            return _draw(request, desk, kind, {"wrong": desk.words(error.says)}, status=422)
        if told.kept:
            keeping.drop(request.POST.get("kept", ""))
            messages.success(request, _done(told))
            response = HttpResponseRedirect(request.path)
            response.status_code = 303
            return response
        kept = keeping.keep(content, desk.site.code, desk.actor.person, personal=kind.personal) if told.good else ""
        again = {"told": shown(desk, kind, told), "kept": kept, "seen": told.seen, "moved": carry and told.good}
        return _draw(request, desk, kind, again, status=409 if carry and told.good else 200 if told.good else 422)

    served.__name__, served.__doc__ = f"import_{kind.name}", f"Take over a table: {kind.title.en}."
    return served


def _sent(request: HttpRequest, desk: Desk) -> tuple[bytes, Words | None]:
    """Return the file that was sent, or the one that was kept since its preview; else what is wrong."""
    file = request.FILES.get("file")
    if file is not None and (file.size or 0) > LARGEST:
        return b"", Words(zh="文件超过 10 MB。", en="The file has more than 10 MB.")
    if file is not None:
        return file.read(LARGEST + 1), None
    kept = keeping.get(request.POST.get("kept", ""), desk.site.code, desk.actor.person)
    if kept is None and request.POST.get("kept"):
        return b"", Words(zh="预览的文件已不在，请重新选择。", en="The file of the preview is gone; choose it again.")
    return kept or b"", None if kept is not None else Words(zh="请选择文件。", en="Choose a file.")


def _done(told: Told) -> str:
    said = gettext("已导入：新增 {new} 项，变更 {changed} 项，{same} 项没有变化。")
    return said.format(new=told.count("NEW"), changed=told.count("CHANGED"), same=told.count("SAME"))


def _draw(request: HttpRequest, desk: Desk, kind: Kind, more: dict[str, Any], *, status: int = 200) -> HttpResponse:
    context = {
        "title": desk.words(kind.title),
        "columns": [
            {
                "head": one.head(desk.language),
                "others": desk.tongue.all_of(one.others(desk.language)),
                "needed": one.needed,
                "words": desk.tongue.all_of(one.read.words(desk.language) if isinstance(one.read, OneOfWords) else ()),
                "example": example_of(kind.name, one.field, desk.language),
            }
            for one in kind.columns
            if not one.aside
        ],
        "templates": _templates(desk, kind),
        "back_url": desk.url(kind.home),
        **more,
    }
    return draw(request, desk, "importing/import.html", context, status=status)


@page()
def template(request: HttpRequest, desk: Desk, what: str, form: str) -> HttpResponseBase:
    """Return an empty table to fill in: its heads, and one example."""
    kind = KINDS.get(what)
    if kind is None or form not in FORMS or kind.at_post is (desk.at is None):
        raise NotFound(f"table {what}.{form}")
    columns = [one for one in kind.columns if not one.aside]
    example: list[Cell] = [example_of(what, one.field, desk.language) for one in columns]
    heads = [one.head(desk.language) for one in columns]
    return _file(desk.words(kind.title), heads, iter([example]), form, f"{what}-template", [[desk.words(kind.title)]])


def _sight(desk: Desk) -> Sight:
    """Return what the reader may know of the things in custody, by the version that a handover going on began with."""
    running = handover.current(desk.book, desk.post)
    return sight(desk.book, desk.post, desk.actor, desk.packs(running.regime) if running else desk.rule_book())


@page()
def export(request: HttpRequest, desk: Desk, what: str, form: str) -> HttpResponseBase:
    """Return a list of the post as a file, by the filters of its page; readings from `since` to `until`, days of the
    site, both included."""
    found = EXPORTS.get(what)
    of_site = what in KINDS and not KINDS[what].at_post
    if found is None or form not in FORMS or of_site is (desk.at is not None):
        raise NotFound(f"table {what}.{form}")
    try:
        typed = with_keys(desk.book, desk.post, request.GET) if desk.at else request.GET
    except BadInput as error:
        return show_again(request, desk.url("tables"), unclear(request.GET, error, desk.language))
    filters = {
        name: str(typed[name]).strip()[:100] for name in ("q", "state", "show", "kind", "parameter") if typed.get(name)
    }
    since, until = _day(typed.get("since", "")), _day(typed.get("until", ""))
    asked = Asked(
        post=desk.post if desk.at else "",
        language=desk.language,
        zone=desk.zone,
        filters=filters,
        since=local(since, time(), desk.zone) if since else None,
        until=local(until + timedelta(days=1), time(), desk.zone) if until else None,
        sees=_sight(desk).sees if desk.at else _everything,
    )
    days = {name: day.isoformat() for name, day in (("since", since), ("until", until)) if day}
    said = {**filters, **days}
    about = [
        [gettext("厂站"), desk.words(desk.site.name)],
        *([[gettext("岗位"), desk.post_name]] if desk.at else []),
        [gettext("内容"), desk.words(found.title)],
        [gettext("筛选"), "；".join(f"{name}={value}" for name, value in said.items()) or gettext("无")],
        [gettext("时区"), asked.zones],
        [gettext("导出时间"), asked.moment(desk.now.replace(microsecond=0))],
        [gettext("导出人"), desk.actor.name],
    ]
    names = [desk.site.code, asked.post or "site", what, *(f"{name}-{value}" for name, value in said.items())]
    stamp = f"{asked.moment(desk.now.replace(microsecond=0))[:16]}".replace(" ", "T").replace(":", "")
    name = "-".join(
        "".join(one for one in part if one.isascii() and (one.isalnum() or one in "-_")) for part in (*names, stamp)
    )
    heads = found.heads(asked)
    return _file(desk.words(found.title), heads, _rows(found.rows, desk.site.code, asked), form, name, about)


def _rows(rows: Any, site: str, asked: Asked) -> Iterator[list[Cell]]:
    """Look the rows up with a book that remembers nothing, as they are asked for."""
    yield from rows(DbBook(site), asked)


def _everything(_thing: str) -> bool:
    return True


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1900 < found.year < 9999 else None


def _file(
    title: str, heads: list[str], rows: Iterator[list[Cell]], form: str, name: str, about: list[list[str]]
) -> HttpResponseBase:
    if form == "csv":
        response = StreamingHttpResponse(writing.as_csv(heads, rows), content_type=writing.CSV)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response
    made = writing.as_xlsx(title, heads, rows, about)
    return FileResponse(made, as_attachment=True, filename=f"{name}.xlsx", content_type=writing.XLSX)


POST = "s/<slug:site>/p/<slug:post>"
urlpatterns = [
    path(f"{POST}/tables", tables, name="tables"),
    path(f"{POST}/export/<slug:what>.<slug:form>", export, name="export"),
    path("s/<slug:site>/export/<slug:what>.<slug:form>", export, name="export_at_site"),
    path(f"{POST}/import/<slug:what>/template.<slug:form>", template, name="template"),
    path("s/<slug:site>/import/<slug:what>/template.<slug:form>", template, name="template_at_site"),
    *[
        path(
            f"{POST if kind.at_post else 's/<slug:site>'}/import/{kind.name}",
            _import_page(kind),
            name=f"import_{kind.name}",
        )
        for kind in KINDS.values()
    ],
]
