"""The past under a draft: a replay is asked for, watched, stopped, read, and taken away as a report."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from jiaoban.authoring import replays, rules, texts
from jiaoban.authoring.models import Replay
from jiaoban.authoring.pages import shown
from jiaoban.authoring.tables import Draft
from jiaoban.authoring.terms import REPLAY_STATES, SIDES
from jiaoban.handover.replayed import MOMENTS
from jiaoban.importing import writing
from jiaoban.importing.export import Cell
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import BadInput, CommandReused, Declined, NotFound
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.ledger.files import FileLost
from jiaoban.org import packs
from jiaoban.regime.pack import Pack
from jiaoban.web import answer as words
from jiaoban.web.answer import Answer
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import mistaken, page, show_again

MOST_SHOWN = 100
"""Moments that the page shows; the report has them all."""
FORMS = ("html", "csv")


@page(Right.DRAFT)
def draft_replay(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Show the replays of a draft: the newest with its progress or what it came to, and the form for another."""
    one = shown.found(desk, key)
    checked = texts.checked(one.kept)
    mine = [_row(desk, one, again, checked.pack) for again in _all(desk, key)]
    asked = request.GET.get("replay", "")
    newest = next((again for again in mine if again["key"] == asked), mine[0] if mine else None)
    context = shown.page_of(
        desk,
        one,
        "draft_replay",
        found=shown.problems(desk, one, checked),
        may=desk.may(Right.AUTHOR),
        start_url=desk.url("draft_replay_start", key=key),
        newest=newest,
        told=_told(desk, key, newest["key"]) if newest and newest["state"] == replays.DONE else None,
        others=[again for again in mine if again is not newest],
    )
    return draw(request, desk, "authoring/replay.html", context)


def _all(desk: Desk, key: str) -> list[Replay]:
    return replays.of_draft(desk.site.code, key)


def _row(desk: Desk, one: Draft, again: Replay, pack: Pack | None) -> dict[str, Any]:
    here = {"key": one.key, "replay": again.key}
    return {
        "key": again.key,
        "state": again.state,
        "state_name": desk.words(REPLAY_STATES[again.state]),
        "under_way": again.state in replays.UNDER_WAY,
        "stopping": again.stop and again.state == replays.RUNNING,
        "done": again.done,
        "total": again.total,
        "percent": 100 * again.done // again.total if again.total else 0,
        "handovers": again.handovers,
        "otherwise": again.otherwise,
        "since": again.since,
        "by": desk.name(again.asked_by),
        "at": again.asked_at,
        "seconds": f"{again.seconds:.1f}",
        "version": again.version,
        "digest": again.digest,
        "of_this": pack is not None and _of_this(desk, again.digest, pack),
        "url": f"{desk.url('draft_replay', key=one.key)}?replay={again.key}",
        "stop_url": desk.url("draft_replay_stop", **here),
        "reports": [
            {"label": form.upper(), "url": desk.url("draft_replay_report", **here, form=form)} for form in FORMS
        ],
    }


def _of_this(desk: Desk, digest: str, pack: Pack) -> bool:
    """Say whether a replay judged by the rules of the draft as they are: to propose it changes number and day alone."""
    try:
        return digest == pack.digest or rules.same_rules(desk.packs(digest), pack)
    except FileLost:
        return False


def _told(desk: Desk, key: str, replay: str, most: int = MOST_SHOWN) -> dict[str, Any]:
    told = replays.report(replays.one(desk.site.code, key, replay))
    assert told is not None
    moments = [_moment(desk, one) for one in told["otherwise"][:most]]
    summary = told["summary"]
    return {
        "summary": summary,
        "rules": [(name, list(summary[which].items())) for name, which in _effects()],
        "moments": moments,
        "more": len(told["otherwise"]) - len(moments),
    }


def _effects() -> tuple[tuple[str, str], ...]:
    """What a rule would have done, in words, and where the summary counts it."""
    return (
        (gettext("会拦下"), "would_have_blocked"),
        (gettext("须说明原因"), "would_have_wanted_reason"),
        (gettext("会放行"), "would_have_let_pass"),
    )


def _moment(desk: Desk, one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "at": datetime.fromisoformat(one["at"]),
        "post": desk.post_names.get(one["post"], one["post"]),
        "moment": desk.words(MOMENTS[one["moment"]]),
        "seq": one["seq"],
        "handover": one["handover"],
        "url": desk.link("handover_one", post=one["post"], key=one["handover"]),
        "blocks": [_rule(desk, rule) for rule in one["blocks"]],
        "wants_reason": [_rule(desk, rule) for rule in one["wants_reason"]],
        "lets_pass": [_rule(desk, rule) for rule in one["lets_pass"]],
        "attributed": _sides(desk, one["attributed"]) if one["attributed"] else None,
        "because": _rule(desk, one["because"]) if one["because"] else None,
    }


def _rule(desk: Desk, rule: Mapping[str, Any]) -> dict[str, Any]:
    says = desk.words(Words(zh=rule["zh"], en=rule["en"]))
    return {"id": rule["id"], "clause": rule["clause"], "says": says, "names": "、".join(rule["names"][:8])}


def _sides(desk: Desk, said: Mapping[str, str | None]) -> dict[str, str]:
    now = said["now"]
    then = said["then"] or ""
    return {
        "then": desk.words(SIDES.get(then, Words(zh=then))),
        "now": desk.words(SIDES.get(now, Words(zh=now))) if now else gettext("没有规定"),
    }


@page(Right.AUTHOR, methods=("POST",))
def draft_replay_start(request: HttpRequest, desk: Desk, key: str) -> HttpResponseBase:
    """Ask for a replay of the draft as it is saved now."""
    one = shown.found(desk, key)
    here = desk.url("draft_replay", key=key)
    pack = texts.checked(one.kept).pack
    if pack is None:
        raise NotFound("a pack that can be used")
    wish = replays.Wish(key, packs.store(pack), pack.head.version, _day(request.POST.get("since", "")))
    try:
        made = replays.ask(desk, wish, request.POST.get("command", ""))
    except BadInput as error:
        return mistaken(request, desk, error, form="replay", otherwise=here)
    except CommandReused:  # the form was sent before, and the draft has changed since: it is shown as it is now
        return _see(here)
    except Declined as error:
        refusals = [words.refused(reason, None, desk.language, desk.names) for reason in error.reasons]
        return show_again(request, here, Answer(form="replay", status=409, refusals=refusals))
    return _see(f"{here}?replay={made.key}")


@page(Right.AUTHOR, methods=("POST",))
def draft_replay_stop(request: HttpRequest, desk: Desk, key: str, replay: str) -> HttpResponseBase:
    """Stop a replay."""
    replays.stop(replays.one(desk.site.code, key, replay))
    return _see(f"{desk.url('draft_replay', key=key)}?replay={replay}")


def _see(url: str) -> HttpResponse:
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@page(Right.DRAFT)
def draft_replay_report(request: HttpRequest, desk: Desk, key: str, replay: str, form: str) -> HttpResponseBase:
    """Return what a replay came to as a file."""
    one = shown.found(desk, key)
    found = replays.one(desk.site.code, key, replay)
    if form not in FORMS or found.state != replays.DONE:
        raise NotFound(f"report {form}")
    version = re.sub(r"[^A-Za-z0-9.]+", "-", found.version)  # a draft may say anything, a header may not
    name = f"{one.regime}-{version}-replay.{form}"
    made: HttpResponseBase
    if form == "csv":
        made = StreamingHttpResponse(
            writing.as_csv(_heads(), list(_lines(desk, key, replay))), content_type=writing.CSV
        )
    else:
        row = _row(desk, one, found, None)
        told = _told(desk, key, replay, replays.MOST_TOLD)
        context = {"draft": one, "row": row, "told": told, "site_name": desk.words(desk.site.name)}
        made = render(request, "authoring/report.html", context)
    made.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return made


def _heads() -> list[str]:
    return [
        gettext("时间"),
        gettext("岗位"),
        gettext("时刻"),
        gettext("交接"),
        gettext("账簿序号"),
        gettext("会怎样"),
        gettext("规则"),
        gettext("条款"),
        gettext("说明"),
        gettext("涉及"),
    ]


def _lines(desk: Desk, key: str, replay: str) -> Iterator[list[Cell]]:
    zone, effects = clock_of(desk.zone), [name for name, _ in _effects()]
    for one in _told(desk, key, replay, replays.MOST_TOLD)["moments"]:
        about = [f"{one['at'].astimezone(zone):%Y-%m-%d %H:%M:%S}", one["post"], one["moment"]]
        about += [one["handover"], str(one["seq"])]
        for which, what in zip(("blocks", "wants_reason", "lets_pass"), effects, strict=True):
            for rule in one[which]:
                yield [*about, what, rule["id"], rule["clause"], rule["says"], rule["names"]]
        if one["attributed"]:
            because = one["because"] or {"id": "", "clause": "", "says": ""}
            sides = f"{one['attributed']['then']} → {one['attributed']['now']}"
            yield [*about, gettext("归责不同"), because["id"], because["clause"], because["says"], sides]
