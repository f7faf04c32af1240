"""换班: ask a colleague, with the regime's answer before it is sent; agree, report, approve; the list of a post."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, pgettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import BadInput, NotFound, Reason
from jiaoban.kernel.work import open_work
from jiaoban.org import queries as org
from jiaoban.roster import checked, exchanging, queries
from jiaoban.roster.acts import Slot
from jiaoban.roster.checking import Window
from jiaoban.roster.exchanging import AskSwap
from jiaoban.roster.outlook import outlook
from jiaoban.roster.pages.frame import tabs
from jiaoban.roster.rules import RIGHT_OF
from jiaoban.roster.stints import Stint
from jiaoban.roster.swapping import STATUS_WORDS, Terms, listens, terms_of
from jiaoban.roster.swaps import OPEN, Swap, swaps_at
from jiaoban.roster.swaps import swap as found_swap
from jiaoban.roster.wording import Names
from jiaoban.web.answer import refused, who
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form
from jiaoban.web.frame import draw
from jiaoban.web.rostering import looking, waits_for
from jiaoban.web.visit import page

AHEAD = timedelta(days=31)
"""So far ahead shifts are offered to be swapped."""
MOST = 100
BADGES = {"ASKED": ("accent", "current"), "AGREED": ("advise", "advisory"), "TOLD": ("accent", "current")}
HELD, ENDED, LAPSED = ("clear", "acknowledge"), ("", "close"), ("block", "late")
PARTS = "."
"""Between day, shift, person and post in the value of an option."""


@page()
def swaps(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the swaps of a post: what waits for the reader first, then the others, the furthest ahead at the top."""
    terms = terms_of(desk.rule_book())
    names = queries.names(desk.book)
    rows = [_row(desk, one, terms, names) for one in swaps_at(desk.book, desk.post, limit=MOST)]
    context = {
        "tabs": tabs(desk, "swaps"),
        "waiting": [row for row in rows if row["mine"]],
        "others": [row for row in rows if not row["mine"]],
        "new_url": desk.url("swap_new") if desk.can(Right.WORK) else "",
        "roster_url": desk.url("roster"),
        "terms": _said_terms(desk, terms),
        "clause": desk.clause(terms.clause) if terms.clause else None,
    }
    return draw(request, desk, "roster/swaps.html", context)


def _said_terms(desk: Desk, terms: Terms) -> list[str]:
    """Return how people swap here, step by step."""
    told = who((terms.told,), desk.language, desk.names, desk.rule_book())
    said = [gettext("选自己的班和要换的同事，说明原因。"), gettext("同事同意。")]
    if terms.transfer:
        said[0] = gettext("选自己的班和要换的同事，说明原因，写明未了结的工作。")
        said[1] = gettext("同事看过交接的工作，同意。")
    said.append(gettext("报告{told}；报告以前按原来的排班算。").format(told=told))
    if terms.approve:
        names = who(terms.approve, desk.language, desk.names, desk.rule_book())
        said.append(gettext("{names}批准后生效。").format(names=names))
    return said


def _row(desk: Desk, one: Swap, terms: Terms, names: Names) -> dict[str, Any]:
    return {
        "url": desk.url("swap", key=one.key),
        "asker": desk.name(one.asker),
        "colleague": desk.name(one.colleague),
        "gives": desk.words(names.shift(one.gives.post, one.gives.shift, one.gives.day)),
        "takes": desk.words(names.shift(one.takes.post, one.takes.shift, one.takes.day)) if one.takes else "",
        "badge": _badge(desk, one),
        "mine": waits_for(desk, one, terms),
    }


def _badge(desk: Desk, one: Swap) -> dict[str, str]:
    if one.lapsed(desk.now):
        tone, icon = LAPSED
        return {"tone": tone, "icon": icon, "text": gettext("没有生效，班已开始")}
    tone, icon = BADGES.get(one.status, HELD if one.status == "HOLDS" else ENDED)
    return {"tone": tone, "icon": icon, "text": desk.words(STATUS_WORDS[one.status])}


@page(Right.WORK)
def swap_new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Choose a shift, a colleague and perhaps one of theirs; see what the regime says; then ask."""
    today = org.local_day(desk.book, desk.now)
    seen = outlook(desk.book, Window(today, today + AHEAD))
    chosen = {name: request.GET.get(name, "") for name in ("mine", "colleague", "theirs")}
    me = desk.actor.person
    mine = [one for one in seen.stints if one.person == me and one.post == desk.post and one.begins_at > desk.now]
    theirs = [one for one in seen.stints if one.person == chosen["colleague"] and one.begins_at > desk.now]
    swapped = _wanted(desk, chosen, mine, theirs)
    answer = _answer(desk, swapped) if swapped else None
    form = None
    if swapped and answer and not answer["refusals"]:
        fixed = {key: str(value) for key, value in swapped.items() if value is not None}
        form = _ask_form(desk, fixed, despite=bool(answer["advice"]))
    names = seen.names
    context = {
        "mine": [_option(desk, names, one) for one in mine],
        "colleagues": _colleagues(desk),
        "theirs": [_option(desk, names, one) for one in theirs if desk.may(Right.WORK, one.post)],
        "chosen": chosen,
        "terms": _said_terms(desk, terms_of(desk.rule_book())),
        "answer_to": answer,
        "form": form,
        "work": _work(desk) if form else [],
        "swaps_url": desk.url("swaps"),
    }
    return draw(request, desk, "roster/swap_new.html", context)


def _colleagues(desk: Desk) -> list[tuple[str, str]]:
    able = org.holders_of(desk.book, Right.WORK, desk.post)
    return [(one.key, one.name) for one in able if one.key != desk.actor.person]


def _option(desk: Desk, names: Names, one: Stint) -> tuple[str, str]:
    return PARTS.join((one.day.isoformat(), one.shift_code, one.post)), desk.words(names.stint(one))


def _wanted(
    desk: Desk, chosen: dict[str, str], mine: Sequence[Stint], theirs: Sequence[Stint]
) -> dict[str, Any] | None:
    """Return the arguments of the swap that was chosen, None while something is missing or is not there any more."""
    given = _slot(chosen["mine"], mine)
    taken = _slot(chosen["theirs"], theirs)
    if given is None or not chosen["colleague"] or (chosen["theirs"] and taken is None):
        return None
    said: dict[str, Any] = {"day": given.day, "shift": given.shift, "colleague": chosen["colleague"]}
    if taken:
        said |= {"their_day": taken.day, "their_shift": taken.shift, "their_post": taken.post}
    return said


def _slot(value: str, among: Sequence[Stint]) -> Slot | None:
    for one in among:
        if value == PARTS.join((one.day.isoformat(), one.shift_code, one.post)):
            return Slot(post=one.post, day=one.day, shift=one.shift_code)
    return None


def _answer(desk: Desk, said: dict[str, Any]) -> dict[str, Any]:
    """Return what the regime says before anything is sent: what stands against it, and what wants a reason."""
    context = looking(desk)
    args = AskSwap.model_validate({**said, "reason": "?", "despite": "?"})
    try:
        hard = exchanging.stands_against(context, args)
        advice = () if hard else exchanging.stands_against(context, args.model_copy(update={"despite": ""}))
    except (BadInput, NotFound) as error:
        told = error.wrong if isinstance(error, BadInput) else None
        return {"refusals": [{"what": desk.words(told) if told else gettext("找不到这位同事。")}], "advice": []}
    return {"refusals": _drawn(desk, hard), "advice": _drawn(desk, advice)}


def _drawn(desk: Desk, reasons: Sequence[Reason]) -> list[dict[str, Any]]:
    return [refused(one, desk.rule_book(), desk.language, desk.names) for one in reasons]


def _ask_form(desk: Desk, fixed: dict[str, str], *, despite: bool) -> Form:
    transfer = terms_of(desk.rule_book()).transfer
    return desk.form(
        "roster.ask_swap",
        label=gettext("向同事提出"),
        form_id="ask-swap",
        fixed=fixed,
        only=["reason", "more", *(["despite"] if despite else [])],
        required=[*(["more"] if transfer else []), *(["despite"] if despite else [])],
        help={"more": gettext("没有别的要交代，写「无」。")} if transfer else {},
        next_url=desk.url("swap", key="{key}"),
    )


@page()
def swap(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Show a swap: which shifts, how far it has come, the work that goes with it, and what the reader can do now."""
    one = found_swap(desk.book, key)
    if one is None or one.post != desk.post:
        raise NotFound(f"swap {key}")
    terms = terms_of(desk.rule_book())
    forms = [] if one.lapsed(desk.now) else list(_forms(desk, one, terms))
    context = {
        "one": one,
        **_row(desk, one, terms, queries.names(desk.book)),
        "steps": list(_steps(desk, one, terms)),
        "works": [
            {"giver": desk.name(giver), "taker": desk.name(taker), "lines": lines}
            for giver, taker, lines in (
                (one.asker, one.colleague, one.work),
                (one.colleague, one.asker, one.work_back),
            )
            if lines
        ],
        "forms": forms,
        "work": _work(desk) if terms.transfer and one.takes else [],
        "clause": desk.clause(terms.clause) if terms.clause else None,
        "unreported": one.status in OPEN and not one.lapsed(desk.now),
        "swaps_url": desk.url("swaps"),
    }
    return draw(request, desk, "roster/swap.html", context)


def _steps(desk: Desk, one: Swap, terms: Terms) -> Iterator[dict[str, Any]]:
    yield {
        "at": one.asked_at,
        "who": desk.name(one.asker),
        "text": gettext("提出换班：{reason}").format(reason=one.reason),
    }
    if one.agreed_at:
        yield {"at": one.agreed_at, "who": desk.name(one.colleague), "text": gettext("同意")}
    if one.told_at:
        text = gettext("报告 {to}").format(to=desk.name(one.told_to))
        yield {"at": one.told_at, "who": desk.name(one.asker), "text": text}
    if one.holds_since and one.decided_by:
        yield {"at": one.holds_since, "who": desk.name(one.decided_by), "text": gettext("批准，生效")}
    elif one.holds_since:
        yield {"at": one.holds_since, "who": "", "text": gettext("生效，排班已改")}
    if one.ended_at:
        said = desk.words(STATUS_WORDS[one.status])
        yield {
            "at": one.ended_at,
            "who": desk.name(one.decided_by),
            "text": f"{said}{desk.tongue.colon}{one.reason_against}",
        }


def _forms(desk: Desk, one: Swap, terms: Terms) -> Iterator[tuple[str, Form, bool]]:
    """Yield what the reader can do now: heading, form, whether the reader's open work is asked with it."""
    me, fixed, back = desk.actor.person, {"swap": one.key}, desk.url("swap", key=one.key)

    def made(verb: str, label: str, tone: str = "primary", **asked: Any) -> Form:
        return desk.form(f"roster.{verb}", label=label, fixed=fixed, next_url=back, tone=tone, **asked)

    if one.status == "ASKED" and me == one.colleague:
        wants = terms.transfer and one.takes is not None
        nothing = {"more": gettext("没有别的要交代，写「无」。")}
        agree = made("agree_swap", gettext("同意换班"), only=["more"], required=["more"] if wants else [], help=nothing)
        agree.fields = agree.fields if wants else []
        yield gettext("同意"), agree, wants
        yield gettext("不换"), made("decline_swap", gettext("不换"), tone=""), False
    if one.status == "AGREED" and me == one.asker:
        label = gettext("报告，等批准") if terms.approve else gettext("报告，换班生效")
        listeners = {"to": _listeners(desk, one, terms)}
        only = ["to"] if terms.approve else ["to", "despite"]
        yield gettext("报告"), made("tell_swap", label, only=only, options=listeners), False
    if one.status == "TOLD" and me not in one.both and checked.speaks_for_any(looking(desk), terms.approve):
        yield pgettext("do", "批准"), made("approve_swap", pgettext("do", "批准"), only=["despite"]), False
        yield gettext("不批准"), made("refuse_swap", gettext("不批准"), tone=""), False
    if me in (one.both if one.status in ("AGREED", "TOLD") else (one.asker,)) and one.status in OPEN:
        yield gettext("撤回"), made("withdraw_swap", gettext("撤回"), tone=""), False


def _listeners(desk: Desk, one: Swap, terms: Terms) -> list[tuple[str, str]]:
    able = org.holders_of(desk.book, RIGHT_OF[terms.told], desk.post)
    return [(each.key, each.name) for each in able if listens(org.actor(desk.book, each.key), terms, one)]


def _work(desk: Desk) -> list[dict[str, str]]:
    """Return the reader's open work, each with the note that a refused form held."""
    answer = desk.answer
    return [
        {
            "key": one.key,
            "title": one.title,
            "note": answer.typed(f"work.{place}.note") if answer else "",
            "at": desk.post_names.get(one.post, ""),
        }
        for place, one in enumerate(open_work(desk.book, desk.actor.person))
    ]
