"""一份报表: filled in, handed in, put right with a reason, and what the supervisor finds of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotFound
from jiaoban.regime.reports import ReportForm
from jiaoban.report import queries
from jiaoban.report.pages import shown
from jiaoban.report.proposing import proposed
from jiaoban.report.rules.standing import Owed
from jiaoban.report.tables import Report, Version
from jiaoban.report.terms import EXEMPT
from jiaoban.web import pictures
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Field, Form
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

KINDS = {"text": "text", "lines": "area", "choice": "select", "number": "number", "money": "text"}


def _found(desk: Desk, report: str, day: str, person: str) -> Owed:
    found = queries.one_owed(desk.book, desk.here, desk.packs, report, shown.day_of(day), person)
    if found is None:
        raise NotFound(f"report {report} of {person} on {day}")
    return found


@page()
def report(request: HttpRequest, desk: Desk, report: str, day: str, person: str) -> HttpResponse:
    """Show a report of a person: to be filled in, or as it stands with every earlier wording."""
    one = _found(desk, report, day, person)
    there, me = one.report, desk.actor.person
    handed_in = there is not None and bool(there.versions)
    judged = desk.can(Right.SUPERVISE) or me in (person, one.answers)
    context = {
        "one": one,
        "title": desk.words(one.due.form.title),
        "about": shown.about(one.due),
        "name": desk.name(person),
        "answers": desk.name(one.answers) if one.answers != person else "",
        "stand": shown.stand(desk, one),
        "clause": desk.clause(one.due.form.clause),
        "last_at": one.due.last_at,
        "last_clock": shown.clock(desk, one.due.last_at),
        "counts_down": not handed_in and one.stand(desk.now) == "OPEN",
        "by": desk.name(there.versions[0].by) if there and there.versions and there.versions[0].by != person else "",
        "at": one.handed_in_at,
        "at_clock": shown.clock(desk, one.handed_in_at) if one.handed_in_at else "",
        "fields": shown.told(desk, one.due.form, there.values) if there and handed_in else [],
        "note": there.versions[0].note if there and there.versions else "",
        "photos": _photos(desk, one),
        "changes": _changes(desk, one.due.form, there) if there else [],
        "submit": _submit(desk, one),
        "amend": _amend(desk, one),
        "excuse": there.excuse if there else None,
        "excused_by": desk.name(there.excuse.by) if there and there.excuse else "",
        "judged": _judged(desk, one) if judged else None,
        "judge": _judge(desk, one) if desk.can(Right.SUPERVISE) and me != person else [],
        "back_url": desk.url("reports"),
    }
    return draw(request, desk, "report/report.html", context)


def _fixed(one: Owed) -> dict[str, str]:
    return {"report": one.due.form.id, "day": one.due.day.isoformat(), "person": one.person}


def _slug(one: Owed) -> str:
    return f"{one.due.form.id}-{one.due.day}-{one.person}"


def _submit(desk: Desk, one: Owed) -> Form | None:
    """Return the form by which it is handed in, with what the book proposes; None where the visitor cannot."""
    may = desk.can(Right.WORK) and desk.actor.person in (one.person, one.answers)
    open_ = one.due.opens_at <= desk.now <= one.due.last_at + queries.BACK
    if not may or not open_ or one.handed_in_at is not None:
        return None
    form = desk.form(
        "report.submit", label=gettext("交"), fixed=_fixed(one), form_id=f"submit-{_slug(one)}", only=("note",)
    )
    english = not desk.language.startswith("zh")
    said = shown.ruled(desk)
    given = proposed(desk.book, desk.here, said, one.due, one.person, desk.now, desk.packs, english=english)
    hint = gettext("自动带出，请核对")
    form.fields = [*_fields(desk, form, one.due.form, given, dict.fromkeys(given, hint)), *form.fields]
    form.url, form.photos = desk.url("report_submit", **_fixed(one)), True
    return form


def _amend(desk: Desk, one: Owed) -> Form | None:
    there = one.report
    if there is None or not there.versions or not desk.can(Right.WORK):
        return None
    if desk.actor.person not in (one.person, there.versions[0].by):
        return None
    form = desk.form(
        "report.amend",
        label=gettext("更正"),
        fixed=_fixed(one),
        form_id=f"amend-{_slug(one)}",
        only=("reason",),
        tone="",
    )
    form.fields = [*_fields(desk, form, one.due.form, there.values, {}), *form.fields]
    form.url, form.photos = desk.url("report_amend", **_fixed(one)), True
    return form


def _fields(desk: Desk, form: Form, of: ReportForm, given: dict[str, str], helps: dict[str, str]) -> list[Field]:
    """Return the fields of the regime's form. What was typed and refused stands in them again."""
    answer = desk.answer if desk.answer and desk.answer.form == form.id else None
    made = []
    for one in of.fields:
        name = f"values.{one.id}"
        made.append(
            Field(
                name=name,
                id=f"{form.id}-{one.id}",
                label=shown.label(desk, one),
                kind=KINDS[one.type],
                wanted=one.required,
                value=answer.typed(name) if answer else given.get(one.id, ""),
                options=[(choice, choice) for choice in one.choices],
                errors=tuple(answer.errors.get(name, ())) if answer else (),
                help=helps.get(one.id, ""),
                lowest=0 if one.type == "number" else None,
                longest=None
                if one.type == "number"
                else 20
                if one.type == "money"
                else 500
                if one.type == "text"
                else 4000,
            )
        )
    return made


@page(Right.WORK, methods=("POST",))
def report_submit(request: HttpRequest, desk: Desk, report: str, day: str, person: str) -> HttpResponseBase:
    """Hand a report in, the pictures of the form stored first."""
    otherwise = desk.url("report", report=report, day=day, person=person)
    return pictures.act_with(request, desk, "report.submit", otherwise=otherwise)


@page(Right.WORK, methods=("POST",))
def report_amend(request: HttpRequest, desk: Desk, report: str, day: str, person: str) -> HttpResponseBase:
    """Put a report right, the pictures of the form stored first."""
    otherwise = desk.url("report", report=report, day=day, person=person)
    return pictures.act_with(request, desk, "report.amend", otherwise=otherwise)


@page()
def report_photo(request: HttpRequest, desk: Desk, report: str, day: str, person: str, photo: str) -> HttpResponse:
    """Give a picture of a report to whoever may read the post."""
    one = _found(desk, report, day, person)
    if one.report is None or photo not in one.report.photos:
        raise NotFound(f"photo {photo}")
    return pictures.photograph(photo)


def _photos(desk: Desk, one: Owed) -> list[dict[str, str]]:
    names = one.report.photos if one.report else ()
    urls = [desk.url("report_photo", photo=name, **_fixed(one)) for name in names]
    return [{"url": url, "thumb_url": url, "alt": gettext("凭证 {n}").format(n=n)} for n, url in enumerate(urls, 1)]


def _changes(desk: Desk, form: ReportForm, there: Report) -> list[dict[str, Any]]:
    """Return the corrections, the newest first, each with what every changed field said before and after."""
    pairs = list(zip(there.versions, there.versions[1:], strict=False))
    return [_change(desk, form, before, after) for before, after in reversed(pairs)]


def _change(desk: Desk, form: ReportForm, before: Version, after: Version) -> dict[str, Any]:
    was, now = before.values, after.values
    return {
        "by": desk.name(after.by),
        "at": after.at,
        "reason": after.reason,
        "fields": [
            {"title": desk.words(one.title), "was": was.get(one.id, ""), "now": now.get(one.id, "")}
            for one in form.fields
            if was.get(one.id, "") != now.get(one.id, "")
        ],
    }


def _judged(desk: Desk, one: Owed) -> dict[str, Any] | None:
    """Return what was noted and found of it: for whoever it concerns, and those who supervise."""
    there = one.report
    if there is None or not (there.miss or there.totals or there.mistakes):
        return None
    return {
        "miss": there.miss,
        "totals": there.totals,
        "totals_by": desk.name(there.totals.by) if there.totals else "",
        "mistakes": [
            {
                "by": desk.name(each.by),
                "at": each.at,
                "what": each.what,
                "withdrawn": each.withdrawn_why,
                "withdrawn_by": desk.name(each.withdrawn_by) if each.withdrawn_by else "",
            }
            for each in there.mistakes
        ],
        "clause": desk.clause(one.due.form.wrong.clause) if one.due.form.wrong else None,
    }


def _judge(desk: Desk, one: Owed) -> list[tuple[str, Form]]:
    """Return what the supervisor can find of it now, each under its heading."""
    fixed, slug, made = _fixed(one), _slug(one), list[tuple[str, Form]]()
    how, there = one.stand(desk.now), one.report
    if one.due.form.totals and one.late(desk.now):
        form = desk.form(
            "report.find_totals",
            label=gettext("判定"),
            fixed=fixed,
            form_id=f"totals-{slug}",
            tone="",
            kinds={"affected": "select"},
            labels={"affected": gettext("总数")},
            options={"affected": [("true", gettext("因此出错")), ("false", gettext("没有出错"))]},
            required=("affected",),
        )
        made.append((gettext("总数有没有因此出错"), form))
    if how not in EXEMPT and how != "IN_TIME":
        form = desk.form("report.excuse", label=gettext("准予"), fixed=fixed, form_id=f"excuse-{slug}", tone="")
        heading = gettext("准予不交") if one.handed_in_at is None else gettext("迟交不算")
        made.append((heading, form))
    if one.due.form.wrong and there and there.versions:
        form = desk.form("report.find_wrong", label=gettext("记为出错"), fixed=fixed, form_id=f"wrong-{slug}", tone="")
        made.append((gettext("有错"), form))
        if there.wrong:
            back = desk.form(
                "report.withdraw_wrong",
                label=gettext("撤销"),
                fixed=fixed,
                form_id=f"withdraw-{slug}",
                tone="",
                options={"finding": [(each.finding, each.what[:60]) for each in there.wrong]},
            )
            made.append((gettext("没有错，撤销"), back))
    return made
