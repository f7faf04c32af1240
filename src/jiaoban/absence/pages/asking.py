"""Asking to be away: first the time, then what the rules say to it and the work transfer form."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.absence.facts import Stand, Work
from jiaoban.absence.pages import shown
from jiaoban.absence.preview import Preview, preview
from jiaoban.absence.terms import SORTS, SOURCES
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.zones import clock_of
from jiaoban.org import queries as org
from jiaoban.org.tables import PEOPLE
from jiaoban.regime.absence import AbsenceKind, Absences
from jiaoban.web import answer as words
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Field, Form, choice, spelled
from jiaoban.web.frame import draw
from jiaoban.web.parse import moment
from jiaoban.web.shown import at_post
from jiaoban.web.visit import page

OTHERS = 2
"""Empty lines for other work."""
FORM = "ask"


@page()
def absence_new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the form of a request; once the time is known, what the rules say to it and the work that is open."""
    rules = shown.regime(desk)
    said = {name: request.GET.get(name, "")[:60] for name in ("kind", "from", "until", "person")}
    kind = rules.kind(said["kind"]) if rules else None
    person = _person(desk, said["person"])
    seen, errors = None, dict[str, list[str]]()
    time = (_moment(desk, said["from"]), _moment(desk, said["until"]))
    if rules and kind and time[0] and time[1]:
        try:
            seen = preview(desk.book, desk.here, rules, kind, person, (time[0], time[1]), desk.packs, desk.now)
        except BadInput as error:
            errors = words.bad_input(error, desk.language)
    elif said["kind"]:
        errors = {"": [gettext("请填写类别、开始和结束。")]}
    context: dict[str, Any] = {
        "rules": rules,
        "kinds": [(one.id, desk.words(one.title)) for one in rules.kinds] if rules else [],
        "said": {**_usual(desk), **{name: value for name, value in said.items() if value}},
        "person_field": _who(desk, said["person"]) if desk.can(Right.SUPERVISE) else None,
        "errors": [one for several in errors.values() for one in several],
        "seen": _seen(desk, seen) if seen else None,
        "covered": rules is not None and rules.cover is not None,
        "back_url": desk.url("absences"),
    }
    if seen and kind and rules and time[0] and time[1]:
        context |= _form(desk, rules, kind, person, (time[0], time[1]), seen)
    return draw(request, desk, "absence/new.html", context)


def _person(desk: Desk, asked: str) -> str:
    """Whoever supervises the post can ask for another."""
    known = desk.can(Right.SUPERVISE) and asked and desk.book.get(PEOPLE, asked) is not None
    return asked if known else desk.actor.person


def _who(desk: Desk, asked: str) -> Field:
    held = {"person": (asked or desk.actor.person,)}
    return choice("person", "when-person", gettext("谁要离岗"), desk.choose("person"), held=held)


def _usual(desk: Desk) -> dict[str, str]:
    """From tomorrow morning on, for a day."""
    tomorrow = desk.now.astimezone(clock_of(desk.zone)).replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(
        days=1
    )
    until = tomorrow + timedelta(days=1)
    return {"from": f"{tomorrow:%Y-%m-%dT%H:%M}", "until": f"{until:%Y-%m-%dT%H:%M}"}


def _moment(desk: Desk, text: str) -> datetime | None:
    read = moment(text, desk.zone, desk.now) if text.strip() else None
    return read if isinstance(read, datetime) and read.tzinfo else None


def _seen(desk: Desk, seen: Preview) -> dict[str, Any]:
    """What the rules say before it is sent."""
    pack, names = desk.rule_book(), desk.names
    return {
        "reasons": [words.refused(one, pack, desk.language, names) for one in seen.reasons],
        "short": [words.refused(one, pack, desk.language, names) for one in seen.short],
        "stands": [stand(desk, one) for one in seen.stands],
        "away": [
            {
                "person": desk.name(one.person),
                "from_at": one.from_at,
                "until_at": one.until_at,
                "approved": one.approved,
            }
            for one in seen.away
        ],
        "latest": None if seen.allowed else seen.latest,
        "allowed": seen.allowed,
        "allowed_by": desk.name(seen.allowed.by) if seen.allowed else "",
    }


def stand(desk: Desk, one: Stand) -> dict[str, Any]:
    """Return a shift, duty or round that wants another name as the templates draw it."""
    return {
        "thing": one.thing,
        "sort": desk.words(SORTS[one.sort]),
        "of_shift": one.sort != "post",
        "title": desk.words(one.title),
        "shift": desk.words(one.shift.name),
        "begins_at": one.shift.begins_at,
        "whole": one.whole,
    }


def _form(
    desk: Desk, rules: Absences, kind: AbsenceKind, person: str, time: tuple[datetime, datetime], seen: Preview
) -> dict[str, Any]:
    fixed = {"kind": kind.id, "from_at": spelled(time[0], desk.zone)[0], "until_at": spelled(time[1], desk.zone)[0]}
    if person != desk.actor.person:
        fixed["person"] = person
    wanted = ("mobile", "landline") if kind.reachable else ()
    form = desk.form(
        "absence.ask",
        label=gettext("提交申请和移交单"),
        form_id=FORM,
        fixed=fixed,
        only=("reason", "where", "mobile", "landline"),
        given={"mobile": _phone(desk, person)},
        help={
            "mobile": gettext("离岗期间能接通的手机，24 小时开机。") if kind.reachable else "",
            "landline": gettext("住地或办事处的座机，如 0717-6760114。") if kind.reachable else "",
        },
        next_url=at_post(desk, "absence", desk.post, key="{key}"),
    )
    for field in form.fields:
        field.wanted = field.name in wanted
    people = receivers(desk, person, *(one.person for one in seen.away if one.approved))
    work = [one for one in seen.work if one.wants_receiver]
    others = [_other(desk, form, len(work) + number, people) for number in range(OTHERS)]
    return {
        "form": form,
        "lines": [_line(desk, form, number, one, people) for number, one in enumerate(work)],
        "others": others,
        "others_open": any(field.value for one in others for field in one["fields"]),
        "to_read": [one.text for one in seen.work if not one.wants_receiver],
        "demanded": rules.transfer is not None,
        "clause": desk.clause(rules.transfer.clause) if rules.transfer else None,
        "kind_name": desk.words(kind.title),
        "person_name": desk.name(person),
        "time": time,
    }


def _phone(desk: Desk, person: str) -> str:
    found = desk.book.get(PEOPLE, person)
    return found.phone if found and person == desk.actor.person else ""


def receivers(desk: Desk, *gone: str) -> list[tuple[str, str]]:
    """Return whom work can be given to: whoever works or supervises somewhere and is none of these. Of a long register
    nobody: there one looks them up."""
    choices = desk.choose("person")
    if not isinstance(choices, list):
        return []
    actors = {one.key: org.as_actor(desk.book.site, one) for one in org.people(desk.book) if one.key not in gone}
    rights = (Right.WORK, Right.SUPERVISE)
    return [one for one in choices if one[0] in actors and any(actors[one[0]].may(right) for right in rights)]


def _line(desk: Desk, form: Form, number: int, work: Work, people: Sequence[tuple[str, str]]) -> dict[str, Any]:
    return {
        "thing": work.thing,
        "source": desk.words(SOURCES[work.source]),
        "text": work.text,
        "due_at": work.due_at,
        "name": f"transfers.{number}",
        "fields": _fields(desk, form, number, people, required=True),
    }


def _other(desk: Desk, form: Form, number: int, people: Sequence[tuple[str, str]]) -> dict[str, Any]:
    text = _text(desk, form, f"transfers.{number}.text", gettext("其他工作"))
    return {"fields": [text, *_fields(desk, form, number, people)]}


def _fields(
    desk: Desk, form: Form, number: int, people: Sequence[tuple[str, str]], *, required: bool = False
) -> list[Field]:
    answer = desk.answer if desk.answer and desk.answer.form == form.id else None
    name = f"transfers.{number}.to"
    choices = people or desk.choose("person")
    receiver = choice(name, f"{form.id}-to-{number}", gettext("接收人"), choices, answer=answer)
    receiver.wanted = required
    return [receiver, _text(desk, form, f"transfers.{number}.note", gettext("交代"))]


def _text(desk: Desk, form: Form, name: str, label: str) -> Field:
    answer: Mapping[str, Any] = desk.answer.values if desk.answer and desk.answer.form == form.id else {}
    value = next(iter(answer.get(name, ())), "")
    return Field(
        name=name, id=f"{form.id}-{name}".replace(".", "-"), label=label, kind="text", value=value, longest=200
    )
