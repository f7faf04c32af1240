"""运行规定、通知、注意事项: what everybody of a group must have read; who has, and who has not."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path
from django.utils.translation import gettext, ngettext

from jiaoban.kernel.access import ROLES, Right
from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.order import attachments, queries
from jiaoban.order.queries import Reader
from jiaoban.order.rules import Standing
from jiaoban.order.tables import Order
from jiaoban.order.terms import ASKS, KINDS
from jiaoban.org import queries as org
from jiaoban.web import pictures
from jiaoban.web.addresses import address
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form
from jiaoban.web.frame import draw
from jiaoban.web.sheets import moment, sheet
from jiaoban.web.visit import act, mistaken, page

SHOWS = ("unread", "current", "ended")


@page()
def orders(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List what the reader has to read, what is in force, or what is over."""
    unread = {one.key: stands for one, stands in queries.unread(desk.book, desk.actor.person, desk.now, desk.zone)}
    show = request.GET.get("show", "")
    show = show if show in SHOWS else "unread" if unread else "current"
    living = queries.living(desk.book, desk.now)
    found = {
        "unread": [one for key in unread for one in living if one.key == key],
        "current": list(reversed(living)),
        "ended": queries.ended(desk.book, desk.now) if show == "ended" else [],
    }[show]
    counts = queries.readers(desk.book, found, desk.now, desk.zone) if show == "current" and _heads(desk) else {}
    base = desk.url("orders")
    context = {
        "tabs": [
            {"label": label, "url": f"{base}?show={code}", "current": code == show, "count": count}
            for code, label, count in (
                ("unread", gettext("待我阅读"), len(unread)),
                ("current", gettext("现行"), len(living)),
                ("ended", gettext("已失效"), 0),
            )
        ],
        "show": show,
        "orders": [_row(desk, one, unread.get(one.key), counts.get(one.key)) for one in found],
        "new_url": desk.url("order_new") if _issues(desk) else "",
        "import_url": desk.url("import_orders") if _issues(desk) else "",
        "downloads": [
            {"label": label, "url": desk.url("export_at_site", what="orders", form=form)}
            for form, label in (("csv", "CSV"), ("xlsx", "Excel"))
        ],
    }
    return draw(request, desk, "order/orders.html", context)


def _issues(desk: Desk) -> bool:
    return desk.actor.may_everywhere(Right.SUPERVISE)


def _heads(desk: Desk) -> bool:
    """Who sees by name who has read and who has not."""
    return desk.may(Right.SUPERVISE) or desk.may(Right.OVERSEE)


def _row(desk: Desk, one: Order, mine: Standing | None, readers: list[Reader] | None) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "url": desk.url("order", key=one.key),
        "title": one.title,
        "kind": desk.words(KINDS[one.kind]),
        "caution": one.kind == "CAUTION",
        "number": one.number,
        "version": one.version,
        "from": one.valid_from,
        "until": one.ends,
        "coming": one.valid_from > desk.now,
        "mine": mine,
        "replaced": bool(one.replaced_by) and one.until <= desk.now,
        "withdrawn": one.withdrawn_at is not None,
        "attached": len(one.files),
    }
    if readers is not None:
        shown |= {"wanted": len(readers), "read": sum(one.stands.read for one in readers)}
        shown["late"] = sum(one.stands.overdue for one in readers)
    return shown


@page()
def order(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Show a version of an order, how it stands for the reader, its versions; to heads, who has read it."""
    one = _find(desk, key)
    over = one.until <= desk.now
    stands = None if over else queries.stands_for(desk.book, one, desk.actor.person, desk.now, desk.zone)
    readers = queries.readers(desk.book, [one], desk.now, desk.zone)[key] if _heads(desk) and not over else None
    reading = queries.reading(desk.book, key, desk.actor.person)
    context = {
        "one": one,
        "row": _row(desk, one, stands, readers),
        "facts": list(_facts(desk, one)),
        "files": [_file(desk, one, name, number) for number, name in enumerate(one.files, start=1)],
        "reading": reading,
        "acknowledge": _acknowledge(desk, one) if stands and stands.due else None,
        "readers": [_reader(desk, reader) for reader in sorted(readers, key=_first_late)] if readers else [],
        "versions": [_row(desk, other, None, None) for other in queries.versions(desk.book, one.series)],
        "saved": [(form.upper(), desk.url("readers_file", key=key, form=form)) for form in ("csv", "xlsx")]
        if desk.may(Right.SUPERVISE)
        else [],
        "withdraw": _withdraw(desk, one) if _issues(desk) and not over else None,
        "renew_url": f"{desk.url('order_new')}?replaces={key}"
        if _issues(desk) and not over and not one.replaced_by
        else "",
        "newer_url": desk.url("order", key=one.replaced_by) if one.replaced_by else "",
    }
    return draw(request, desk, "order/order.html", context)


def _first_late(reader: Reader) -> tuple[bool, bool, str]:
    return (not reader.stands.overdue, reader.stands.read, reader.person.name)


def _find(desk: Desk, key: str) -> Order:
    one = queries.order(desk.book, key)
    if one is None:
        raise NotFound(f"order {key}")
    return one


def _facts(desk: Desk, one: Order) -> list[dict[str, str]]:
    again = ngettext("每 {n} 个月再读一次", "每 {n} 个月再读一次", one.every_months).format(n=one.every_months)
    again = again if one.every_months else ""
    withdrawn = gettext("{name}：{text}").format(name=desk.name(one.withdrawn_by), text=one.withdrawn_why)
    said = [
        (gettext("文号"), one.number),
        (gettext("须阅读的人"), _group_words(desk, one)),
        (gettext("确认方式"), desk.words(ASKS[one.asks])),
        (gettext("阅读期限"), _within(one)),
        (gettext("再次阅读"), again),
        (gettext("签发人"), desk.name(one.issued_by)),
        (gettext("撤销原因"), withdrawn if one.withdrawn_at else ""),
    ]
    return [{"name": name, "words": text} for name, text in said if text]


def _within(one: Order) -> str:
    days = one.within_days
    return ngettext("生效后 {n} 天内", "生效后 {n} 天内", days).format(n=days) if days else gettext("立即")


def _group_words(desk: Desk, one: Order) -> str:
    group, site = one.group, org.site(desk.book)
    roles = {role.value: desk.words(name) for role, name in ROLES.items()}
    named = [
        *(desk.post_names.get(post, post) for post in group.posts),
        *(desk.words(site.crew_name(crew)) for crew in group.crews),
        *(roles.get(role, role) for role in group.roles),
        *group.qualifications,
        *(desk.name(person) for person in group.people),
    ]
    return ("、" if desk.language.startswith("zh") else ", ").join(named)


def _file(desk: Desk, one: Order, name: str, number: int) -> dict[str, Any]:
    return {
        "url": address("order_file", {"site": desk.site.code, "key": one.key, "name": name}),
        "label": gettext("附件 {n}").format(n=number),
    }


def _reader(desk: Desk, reader: Reader) -> dict[str, Any]:
    return {
        "name": reader.person.name,
        "crew": desk.words(org.site(desk.book).crew_name(reader.person.crew)) if reader.person.crew else "",
        "stands": reader.stands,
        "at": reader.reading.at if reader.reading else None,
        "words": reader.reading.words if reader.reading else "",
    }


def _acknowledge(desk: Desk, one: Order) -> Form:
    own = one.asks == "WORDS"
    return (
        desk.form(
            "order.acknowledge",
            label=gettext("已阅读，确认"),
            fixed={"order": one.key},
            form_id="acknowledge",
            only=("words",) if own else (),
            required=("words",) if own else (),
            help={"words": gettext("写明您要怎么做")},
        )
        if own
        else _tick(desk, one)
    )


def _tick(desk: Desk, one: Order) -> Form:
    form = desk.form(
        "order.acknowledge", label=gettext("已阅读，确认"), fixed={"order": one.key}, form_id="acknowledge"
    )
    form.fields, form.draft = [], ""
    return form


def _withdraw(desk: Desk, one: Order) -> Form:
    return desk.form(
        "order.withdraw", label=gettext("撤销"), fixed={"order": one.key}, form_id="withdraw", tone="danger"
    )


@page(Right.SUPERVISE)
def readers_file(request: HttpRequest, desk: Desk, key: str, form: str) -> HttpResponse:
    """Return who has read an order, and who has not."""
    one = _find(desk, key)
    return sheet(desk, f"order-{one.key[:12]}", form, _reader_rows(desk, one))


def _reader_rows(desk: Desk, one: Order) -> Iterable[list[str]]:
    yield [
        gettext("姓名"),
        gettext("班组"),
        gettext("已阅"),
        gettext("阅读时间"),
        gettext("期限"),
        gettext("逾期"),
        gettext("要点"),
    ]
    for reader in queries.readers(desk.book, [one], desk.now, desk.zone)[one.key]:
        shown = _reader(desk, reader)
        yield [
            shown["name"],
            shown["crew"],
            gettext("是") if reader.stands.read else "",
            moment(desk, shown["at"]),
            moment(desk, reader.stands.due_at),
            gettext("是") if reader.stands.overdue else "",
            shown["words"],
        ]


@page(Right.SUPERVISE)
def order_new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the form of a new order, or of a new version of one: filled with what that says."""
    asked = request.GET.get("replaces", "")[:200]
    before = queries.order(desk.book, asked) if asked.isprintable() else None
    given: dict[str, Any] = {}
    if before is not None:
        given = (
            before.model_dump(include={"kind", "title", "number", "text", "asks", "every_months", "within_days"})
            | before.group.model_dump()
        )
    site = org.site(desk.book)
    form = desk.form(
        "order.issue",
        label=gettext("签发"),
        form_id="order-new",
        next_url=desk.url("order", key="{key}"),
        fixed={"replaces": before.key} if before else {},
        only=(
            *("kind", "title", "number", "text", "posts", "crews", "roles", "qualifications", "people"),
            *("valid_from", "valid_to", "asks", "within_days", "every_months"),
        ),
        given=given,
        options={
            "kind": [(code, desk.words(name)) for code, name in KINDS.items()],
            "posts": list(desk.post_names.items()),
            "crews": [(one.crew, desk.words(one.name)) for one in site.crews],
            "roles": [(role.value, desk.words(name)) for role, name in ROLES.items()],
            "qualifications": [(name, name) for name in org.held(desk.book)],
            "people": desk.choose("person"),
            "asks": [(code, desk.words(name)) for code, name in ASKS.items()],
        },
        help={"valid_from": gettext("不填为现在"), "valid_to": gettext("不填为长期有效")},
    )
    form.url = desk.url("order_issue")
    context = {"form": form, "before": before, "before_url": desk.url("order", key=before.key) if before else ""}
    return draw(request, desk, "order/new.html", context)


@page(Right.SUPERVISE, methods=("POST",))
def order_issue(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Issue the order of the form, its attachments stored first."""
    typed = request.POST.copy()
    try:
        names = [attachments.take(one.read()) for one in request.FILES.getlist("photo")]
    except BadInput as error:
        return mistaken(request, desk, error, form="order-new", otherwise=desk.url("order_new"))
    typed.setlist("files", names)
    return act(request, desk, "order.issue", typed)


@page()
def order_file(request: HttpRequest, desk: Desk, key: str, name: str) -> HttpResponse:
    """Give an attachment to whoever may read the order; a document is saved, never shown inside the site."""
    if name not in _find(desk, key).files:
        raise NotFound(f"file {name}")

    def shown(kind: str) -> str:
        how = "attachment" if kind == attachments.PDF_TYPE else "inline"
        suffix = "pdf" if kind == attachments.PDF_TYPE else kind.rpartition("/")[2]
        return f'{how}; filename="order-{name[:12]}.{suffix}"'

    return pictures.as_kept(name, attachments.read, shown)


urlpatterns = [
    path("s/<slug:site>/orders", orders, name="orders"),
    path("s/<slug:site>/orders/new", order_new, name="order_new"),
    path("s/<slug:site>/orders/issue", order_issue, name="order_issue"),
    path("s/<slug:site>/orders/<str:key>", order, name="order"),
    path("s/<slug:site>/orders/<str:key>/file/<str:name>", order_file, name="order_file"),
    path("s/<slug:site>/orders/<str:key>/readers/<slug:form>", readers_file, name="readers_file"),
]
