"""Customers as a table: an act first, then the file. Numbers are masked unless whole ones were asked for by whom the
regime lets."""

from collections.abc import Iterator

from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from jiaoban.importing import writing
from jiaoban.kernel.paging import newest
from jiaoban.kernel.verbs import find_verb
from jiaoban.kernel.zones import clock_of
from jiaoban.lead import queries
from jiaoban.lead.pages import shown
from jiaoban.lead.rules import numbers
from jiaoban.lead.tables import LEADS, Lead
from jiaoban.lead.terms import STANDS
from jiaoban.regime.leads import Contacts
from jiaoban.web.answer import Answer
from jiaoban.web.desk import Desk
from jiaoban.web.visit import Command, carry_out, page, show_again

AT_ONCE = 500


@page(methods=("POST",))
def leads_file(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Write down that customers are taken out, and answer with the file: CSV, or Excel where `form` is xlsx."""
    rule, verb = shown.reading(desk), find_verb("lead.export")
    assert verb is not None
    whole = request.POST.get("whole") == "true"
    said = request.POST.copy()
    for name in ("form", "as"):
        said.pop(name, None)
    said["leads"] = str(desk.book.count(LEADS, post=desk.post))
    back = desk.url("leads")
    outcome = carry_out(request, desk, Command(verb, request.POST, back, back), said)
    if isinstance(outcome, Answer):
        return show_again(request, back, outcome)
    title = gettext("客户")
    name = f"{title}-{desk.post}-{desk.now.astimezone(clock_of(desk.zone)):%Y%m%d-%H%M}"
    heads = [gettext("称呼"), gettext("电话"), gettext("阶段"), gettext("来源"), gettext("登记人"), gettext("登记时间")]
    heads += [gettext("最后联系人"), gettext("最后联系"), gettext("备注")]
    lines = _lines(desk, rule, whole=whole)
    if request.POST.get("as") == "xlsx":
        about = [[title, desk.post_name], [gettext("号码"), gettext("完整") if whole else gettext("已遮盖")]]
        file = writing.as_xlsx(title, heads, lines, about)
        return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=writing.XLSX)
    answer = StreamingHttpResponse(writing.as_csv(heads, lines), content_type=writing.CSV)
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.csv")
    answer.headers["Content-Disposition"] = disposition or "attachment"
    return answer


def _lines(desk: Desk, rule: Contacts, *, whole: bool) -> Iterator[list[str]]:
    """Return the rows, some hundred customers at a time, the newest first."""
    last: Lead | None = None
    while some := newest(desk.book, LEADS, "opened_at", after=last, limit=AT_ONCE, post=desk.post):
        last = some[-1]
        texts, plain = (
            [ref for one in some for ref in (one.name, one.note)],
            [ref for one in some for ref in one.numbers],
        )
        said = queries.values(desk.book, [*texts, *plain]) if whole else queries.told(desk.book, texts, plain)
        for one in some:
            yield _line(desk, one, rule, said, whole=whole)


def _line(desk: Desk, one: Lead, rule: Contacts, said: dict[str, str], *, whole: bool) -> list[str]:
    write = numbers.shown if whole else numbers.masked
    told = [write(said[ref], rule.region) for ref in one.numbers if ref in said]
    clock = clock_of(desk.zone)
    name, note = (
        said.get(ref, "") if whole else numbers.without_numbers(said.get(ref, "")) for ref in (one.name, one.note)
    )
    return [
        name,
        "、".join(told),
        desk.words(STANDS[one.stand]),
        shown.titled(desk, rule.sources, one.source),
        desk.name(one.opened_by),
        f"{one.opened_at.astimezone(clock):%Y-%m-%d %H:%M}",
        desk.name(one.last_by),
        f"{one.touched_at.astimezone(clock):%Y-%m-%d %H:%M}",
        note,
    ]
