"""Customers after the sale taken out: the month as a table, and its pictures in a folder, each named by the standard.

Both hold what customers are called, so that somebody takes them out stands in the book before the file is answered.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.months import month_after, month_asked
from jiaoban.kernel.sales import begin_of
from jiaoban.kernel.verbs import find_verb
from jiaoban.lead import aftersales, queries
from jiaoban.lead.aftersales import Cared
from jiaoban.lead.pages import aftersales_shown as shown
from jiaoban.lead.rules.aftersales import unique
from jiaoban.ledger.files import FileLost
from jiaoban.logbook import photos
from jiaoban.org import queries as org
from jiaoban.regime.aftersales import Aftersales
from jiaoban.web.answer import Answer
from jiaoban.web.desk import Desk
from jiaoban.web.sheets import sheet
from jiaoban.web.visit import Command, carry_out, page, show_again

ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


@page(methods=("POST",))
def aftersales_file(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Write down that customers are taken out, and answer with the month: `as` xlsx, csv, or zip (the pictures). One's
    own; whoever supervises takes out everybody's, or those of a person."""
    said, verb = shown.rules(desk), find_verb("lead.export")
    assert verb is not None
    person = request.POST.get("person", "") if desk.can(Right.SUPERVISE) else desk.actor.person
    form = request.POST.get("as", "xlsx")
    first = month_asked(request.POST.get("month", ""), org.local_day(desk.book, desk.now))
    every = aftersales.of_post(desk.book, desk.here, said, first, month_after(first), desk.now) if said else []
    found = [one for one in every if not person or one.concerns(person)]
    typed, back = request.POST.copy(), desk.url("aftersales")
    for name in ("as", "month", "person"):
        typed.pop(name, None)
    typed["leads"], typed["why"] = str(len(found)), f"{gettext('售后')} {first:%Y-%m}"
    outcome = carry_out(request, desk, Command(verb, request.POST, back, back), typed)
    if isinstance(outcome, Answer):
        return show_again(request, back, outcome)
    name = f"{desk.post}-aftersales-{first:%Y-%m}"
    if form == "zip" and said is not None:
        return _folder(desk, said, name, first, person)
    return sheet(desk, name, form, _lines(desk, found, first))


def _lines(desk: Desk, found: list[Cared], first: date) -> Iterator[list[str]]:
    """The lines of the table: heads, then one for each thing that is due."""
    after, names = month_after(first), shown.called(desk, (one.lead for one in found))
    yield [
        *(gettext("客户"), gettext("负责人"), gettext("成交日期"), gettext("哪一段"), gettext("从"), gettext("到")),
        *(gettext("要做"), gettext("已做"), gettext("缺"), gettext("状态"), gettext("班主任已接收")),
    ]
    for one in found:
        taken = one.briefing is not None and one.briefing.taken_at is not None
        for each in shown.in_month(one, first, after):
            told = shown.due(each)
            yield [
                *(names[one.lead.key], desk.name(one.answers(each)), one.sold[0].isoformat(), str(told["title"])),
                *(each.slot.first.isoformat(), each.slot.last.isoformat(), str(each.slot.wanted), str(each.done)),
                *(str(each.missing), str(told["said"]), gettext("是") if taken else gettext("否")),
            ]


def _folder(desk: Desk, said: Aftersales, name: str, first: date, person: str) -> HttpResponseBase:
    """Answer with the pictures of the month's contacts in one folder, named by the standard; two of a name are told
    apart. A picture that is lost is named in a text beside them."""
    since, until = begin_of(first, desk.zone), begin_of(month_after(first), desk.zone)
    cares = [one for one in aftersales.cares_between(desk.book, desk.post, since, until) if person in ("", one.person)]
    leads = {one.lead: queries.standing(desk.book, one.lead) for one in cares}
    names = shown.called(desk, (one for one in leads.values() if one))
    called = {key: names[one.key] for key, one in leads.items() if one}
    erased = {key for key, one in leads.items() if one is None or one.erased_at is not None}
    cares = [one for one in cares if one.lead not in erased]
    into, lost = io.BytesIO(), []
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as packed:
        pictured = shown.pictures(desk, said, cares, called)
        for title, (_, _, photo) in zip(unique(title for title, _, _ in pictured), pictured, strict=True):
            try:
                content, kind = photos.read(photo)
            except FileLost:
                lost.append(title)
                continue
            packed.writestr(f"{name}/{title}.{ENDINGS[kind]}", content)
        contents = gettext("目录")
        packed.writestr(f"{name}/{contents}.txt", _contents(pictured, lost))
    into.seek(0)
    return FileResponse(into, as_attachment=True, filename=f"{desk.site.code}-{name}.zip")


def _contents(pictured: Iterable[tuple[str, object, str]], lost: list[str]) -> str:
    lines = [f"{title}  sha256:{photo}" for title, _, photo in pictured]
    lines += [gettext("缺失：{name}").format(name=one) for one in lost]
    return "\ufeff" + "\r\n".join(lines) + "\r\n"
