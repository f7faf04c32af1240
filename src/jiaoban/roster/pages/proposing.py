"""排班方案: a month's roster proposed, watched, looked at before it is taken, or the rules that make it impossible."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext
from pydantic import ValidationError

from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import BadInput, CommandReused, Declined
from jiaoban.org import queries as org
from jiaoban.roster.models import Proposal
from jiaoban.roster.pages.frame import Month, not_theirs, tabs
from jiaoban.roster.pages.wishing import weights
from jiaoban.roster.proposing import highs, outcome, proposals
from jiaoban.roster.proposing.answer import Answer as Found
from jiaoban.roster.proposing.asking import WISH_PRICE, Ask, usual
from jiaoban.roster.proposing.problem import DAY, Problem, Wish
from jiaoban.web import answer as words
from jiaoban.web.answer import Answer
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import act, mistaken, page, show_again

FORM = "propose"
SECONDS = (10, 30, 60, 120, 300)
FLAGS = ("keep_hand", "few_changes", "even", "advisory")


@page(Right.SUPERVISE)
def roster_proposals(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the proposals for a month (`?month=2026-12`; else the next one) and the form for another."""
    today = org.local_day(desk.book, desk.now)
    this = Month.asked("", today)
    month = Month.asked(request.GET.get("month", f"{this.after:%Y-%m}"), today)
    rows = proposals.of_post(desk.site.code, desk.post, month.first)
    context = {
        **month.shown(),
        "tabs": tabs(desk, "proposals", month.text),
        "missing": "" if highs.there() else desk.words(highs.MISSING),
        "passed": month.after <= today + DAY,
        "form": _form(desk, month),
        "rows": [_row(desk, one) for one in rows],
    }
    return draw(request, desk, "roster/proposals.html", context)


def _row(desk: Desk, one: Proposal) -> dict[str, Any]:
    return {
        "key": one.key,
        "url": desk.url("roster_proposal", key=one.key),
        "state": one.state,
        "state_name": desk.words(proposals.NAMES[one.state]),
        "under_way": one.state in proposals.UNDER_WAY,
        "stopping": one.stop and one.state == proposals.RUNNING,
        "by": desk.name(one.asked_by),
        "at": one.asked_at,
    }


def _form(desk: Desk, month: Month) -> dict[str, Any]:
    """The form for a proposal: what was typed, or else what is usual at the post."""
    now = usual(desk.book, desk.post, month.first)
    typed = desk.answer.values if desk.answer is not None and desk.answer.form == FORM else None
    chosen = set(typed.get("people", ())) if typed is not None else set(now.people)
    kinds = org.post(desk.book, desk.post).now.pattern.shifts
    names = {
        "keep_hand": gettext("保留手工调整和已同意的换班"),
        "even": gettext("各人班数尽量均匀"),
        "few_changes": gettext("尽量少改现在的排班"),
        "advisory": gettext("提示性规则也遵守"),
    }
    standard = {"keep_hand": True, "even": True, "few_changes": False, "advisory": True}
    return {
        "id": FORM,
        "url": desk.url("roster_propose") + f"?month={month.text}",
        "month": month.text,
        "people": [
            {"key": one.key, "name": one.name, "chosen": one.key in chosen}
            for one in org.people(desk.book)
            if one.key in chosen or one.key in now.people or org.actor(desk.book, one.key).may(Right.WORK, desk.post)
        ],
        "each": [
            {
                "name": desk.words(kind.name),
                "field": f"each.{kind.code}",
                "value": _one(typed, f"each.{kind.code}", str(now.each.get(kind.code, 1))),
            }
            for kind in kinds
        ],
        "flags": [
            {"name": flag, "label": label, "chosen": flag in typed if typed is not None else standard[flag]}
            for flag, label in names.items()
        ],
        "seconds": [(one, str(one) == _one(typed, "seconds", "30")) for one in SECONDS],
        "seed": _one(typed, "seed", "1"),
    }


def _one(typed: Mapping[str, Any] | None, name: str, otherwise: str) -> str:
    return str((typed or {}).get(name, [otherwise])[0])


@page(Right.SUPERVISE, methods=("POST",))
def roster_propose(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Have a roster proposed."""
    typed = request.POST
    here = desk.url("roster_proposals") + f"?month={typed.get('month', '')}"
    each = {name.removeprefix("each."): typed[name] for name in typed if name.startswith("each.")}
    told = {name: typed[name] for name in ("month", "seconds", "seed") if name in typed}
    values = {name: [str(one) for one in typed.getlist(name)] for name in typed}
    try:
        flags = {flag: flag in typed for flag in FLAGS}
        said = Ask.model_validate({**told, **flags, "people": typed.getlist("people"), "each": each})
        made = proposals.ask(desk, desk.post, said, typed.get("command", ""))
    except ValidationError as error:
        return show_again(
            request,
            here,
            Answer(form=FORM, status=422, values=values, errors=words.field_errors(error), labels=_labels()),
        )
    except BadInput as error:
        return mistaken(request, desk, error, form=FORM, otherwise=here)
    except CommandReused:  # the form was sent before, with other wishes
        return _see(here)
    except Declined as error:
        refusals = [words.refused(one, None, desk.language, desk.names) for one in error.reasons]
        return show_again(request, here, Answer(form=FORM, status=409, values=values, refusals=refusals))
    return _see(desk.url("roster_proposal", key=made.key))


def _labels() -> dict[str, str]:
    return {
        "people": gettext("人员"),
        "each": gettext("每班人数"),
        "seconds": gettext("最多计算秒数"),
        "seed": gettext("种子"),
    }


def _see(url: str) -> HttpResponse:
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


@page(Right.SUPERVISE)
def roster_proposal(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Show a proposal: how far it is, what it changes, which wishes it does not meet, how good it is; or what
    contradicts itself."""
    found = proposals.one(desk.site.code, desk.post, key)
    month = Month.asked(found.asked.month, found.asked.first)
    kinds = {kind.code: desk.words(kind.name) for kind in org.post(desk.book, desk.post).now.pattern.shifts}
    against = not_theirs(desk, desk.post)
    context = {
        **month.shown(),
        "tabs": tabs(desk, "proposals", month.text),
        "row": _row(desk, found.row),
        "all_url": desk.url("roster_proposals") + f"?month={month.text}",
        "stop_url": desk.url("roster_proposal_stop", key=key),
        "progress": _progress(found),
        "asked": found.asked,
        "told": _told(desk, found.problem, found.answer, kinds) if found.answer else None,
        "against": words.refused(against, desk.rule_book(), desk.language, desk.names) if against else None,
        "next_url": desk.url("roster") + f"?month={month.text}",
        "take": {"id": "take", "url": desk.url("roster_proposal_take", key=key), **_typed(desk)},
    }
    return draw(request, desk, "roster/proposal.html", context)


def _typed(desk: Desk) -> dict[str, str]:
    typed = desk.answer.values if desk.answer is not None and desk.answer.form == "take" else None
    return {"reason": _one(typed, "reason", ""), "despite": _one(typed, "despite", "")}


def _progress(found: proposals.Found) -> dict[str, Any] | None:
    said = found.progress
    if said is None:
        return None
    gap = None if said.gap is None else f"{100 * said.gap:.1f}"
    percent = min(100, round(100 * said.seconds / found.asked.seconds))
    return {"step": said.step, "seconds": round(said.seconds), "percent": percent, "gap": gap, "tried": said.tried}


def _told(desk: Desk, problem: Problem, found: Found, kinds: dict[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = {"state": found.state, "seconds": f"{found.seconds:.1f}", "seconds_asked": None}
    if found.conflict:
        told["demands"] = [
            {"says": desk.words(one.says), "clause": desk.clause(one.clause) if one.clause else None}
            for one in outcome.demands(problem, found.conflict)
        ]
        told["days"] = outcome.where(problem, found.conflict)
        told["smallest"] = found.conflict.smallest
    if found.state != "FOUND":
        return told
    gap = found.gap or 0
    changes = outcome.changes(problem, found.roster)
    mine = desk.actor.person
    return {
        **told,
        "gap": f"{100 * gap:.1f}",
        "best": gap == 0,
        "changes": [
            {
                "day": one.slot.day,
                "shift": kinds.get(one.slot.shift, one.slot.shift),
                "was": desk.all_names(one.was) or "—",
                "people": desk.all_names(one.people) or "—",
            }
            for one in changes
        ],
        "stays": len(problem.slots) - len(changes),
        "own": any(mine in (*one.comes, *one.goes) for one in changes),
        "wished": len(problem.wishes),
        "unmet": [_wish(desk, one, kinds) for one in outcome.unmet(problem, found.roster)],
        "kinds": [kinds.get(kind, kind) for kind in dict.fromkeys(slot.shift for slot in problem.slots)],
        "loads": [
            {
                "name": desk.name(one.person),
                "of_kind": list(one.of_kind.values()),
                "shifts": one.shifts,
                "hours": f"{one.hours:g}",
                "before": one.before,
            }
            for one in outcome.loads(problem, found.roster)
        ],
        "grid": _grid(desk, problem, found, kinds),
    }


def _wish(desk: Desk, one: Wish, kinds: dict[str, str]) -> dict[str, Any]:
    shift = kinds.get(one.shift, one.shift) if one.shift else gettext("任何班")
    says = gettext("想上{shift}") if one.wants else gettext("不想上{shift}")
    weight = weights().get(one.weight // WISH_PRICE, "")
    return {"name": desk.name(one.person), "day": one.day, "says": says.format(shift=shift), "weight": weight}


def _grid(desk: Desk, problem: Problem, found: Found, kinds: dict[str, str]) -> dict[str, Any]:
    """People by days: the mark of the shift that each stands, and whether it is new."""
    tones = {code: place % 4 for place, code in enumerate(kinds)}
    rows = []
    for worker in problem.workers:
        cells = []
        for day in problem.days:
            stood = [one for one in problem.slots if one.day == day and worker.key in found.roster.get(one.key, ())]
            before = [one for one in problem.slots if one.day == day and worker.key in problem.now.get(one.key, ())]
            cells.append(
                {
                    "mark": "".join(kinds.get(one.shift, one.shift)[:1] for one in stood),
                    "name": desk.tongue.all_of(kinds.get(one.shift, one.shift) for one in stood),
                    "tone": tones.get(stood[0].shift, 0) if stood else "",
                    "changed": stood != before,
                }
            )
        rows.append({"name": desk.name(worker.key), "cells": cells})
    return {"days": [{"day": day, "rest": day.weekday() >= 5} for day in problem.days], "rows": rows}


@page(Right.SUPERVISE, methods=("POST",))
def roster_proposal_stop(request: HttpRequest, desk: Desk, key: str) -> HttpResponseBase:
    """Stop a search."""
    proposals.stop(proposals.one(desk.site.code, desk.post, key).row)
    return _see(desk.url("roster_proposal", key=key))


@page(Right.SUPERVISE, methods=("POST",))
def roster_proposal_take(request: HttpRequest, desk: Desk, key: str) -> HttpResponseBase:
    """Take what a proposal changes: the verb `roster.fill` with its shifts."""
    found = proposals.one(desk.site.code, desk.post, key)
    if found.answer is None or found.answer.state != "FOUND":
        return _see(desk.url("roster_proposal", key=key))
    said = QueryDict(mutable=True)
    said["cells"] = json.dumps(outcome.told(found.problem, found.answer)["cells"])
    said["proposal"] = key
    for name in ("reason", "despite"):
        if name in request.POST:
            said[name] = request.POST[name]
    return act(request, desk, "roster.fill", said)
