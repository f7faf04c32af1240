"""Whose a customer is, on their page: the sentence with its clause, as of a moment, its history as a band, and what
people can say about it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.money import spelled
from jiaoban.kernel.zones import clock_of, meant
from jiaoban.lead import owned, queries
from jiaoban.lead.owner_tables import LaterFollowup
from jiaoban.lead.pages import cases, dealings, following
from jiaoban.lead.rules.closed import begins_on
from jiaoban.lead.rules.facts import first_of
from jiaoban.lead.rules.history import Span
from jiaoban.lead.rules.leading import is_late, sides
from jiaoban.lead.rules.ownership import Owned
from jiaoban.lead.rules.saying import BRIEFLY, sentence
from jiaoban.lead.tables import Event, Lead
from jiaoban.regime.leads import Leads
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form

Forms = list[tuple[str, Form]]
TONES, NOBODYS = 3, 3
DAY = timedelta(days=1)
LEAST = 9.0
"""The narrowest piece of the band, in hundredths of its width."""


def section(desk: Desk, one: Lead, _happened: list[Event]) -> dict[str, Any] | None:
    """Return whose a customer is as lead/whose.html draws it, None where the regime does not say."""
    found = owned.whose(desk.book, one, desk.here, desk.packs, desk.now)
    said = queries.ruled(desk.here, desk.packs)
    if found is None or said is None:
        return None
    at, typed, wrong = _asked(desk)
    now = found.at(at)
    spans = found.history(desk.now)
    names = desk.names
    return {
        "template": "lead/whose.html",
        "sentence": desk.words(sentence(now, names, found.rules, desk.zone)),
        "clause": desk.clause(now.clause) if now.basis != "NOBODY" else None,
        "passes_to": desk.name(now.period.other) if now.period and now.until and now.period.other else "",
        "said": dealings.rows(desk, one),
        "assists": _assists(desk, now, found.gathered.lead),
        "until": now.until if now.until and now.until > desk.now else None,
        "acts": desk.tongue.all_of(str(seq) for seq in now.acts),
        "at": at if typed and not wrong else None,
        "typed": typed or f"{desk.now.astimezone(clock_of(desk.zone)):%Y-%m-%dT%H:%M}",
        "wrong": wrong,
        "here": urlsplit(desk.path).path,
        "timeline": _band(desk, spans) if spans else None,
        "cases": [cases.row(desk, case, said.collisions) for case in reversed(found.gathered.cases)]
        if said.collisions
        else [],
        "later": [_later(desk, later) for later in owned.later_of(desk.book, one)],
        "undecided": _undecided(desk, found, said),
        "barred": following.notice(desk, said, now.person)
        if now.period and one.stand in ("VISITED", "DEPOSIT")
        else None,
        "forms": _forms(desk, one, found, said) if desk.can(Right.WORK) and not one.gone else [],
    }


def _asked(desk: Desk) -> tuple[datetime, str, str]:
    """The moment that was asked for (now where none was), as it was typed, and what is wrong with it."""
    typed = parse_qs(urlsplit(desk.path).query).get("at", [""])[0][:40]
    if not typed:
        return desk.now, "", ""
    try:
        read = datetime.fromisoformat(typed.strip().replace(" ", "T", 1))
    except ValueError:
        return desk.now, typed, gettext("看不懂这个时间，请按 2026-11-23 07:58:30 的样子填写。")
    moment = read if read.tzinfo is not None else meant(read, desk.zone, desk.now)
    if moment > desk.now:
        return desk.now, typed, gettext("这个时刻还没有到，下面是现在的情况。")
    return moment, typed, ""


def _assists(desk: Desk, now: Owned, lead: Lead) -> str:
    """Who may help: of a customer of one person, the others who have dealt with them."""
    others = [one for one in lead.people if one != now.person]
    return desk.all_names(others) if now.person and others and now.basis in ("PROMISED", "FIRST") else ""


def _band(desk: Desk, spans: Sequence[Span]) -> dict[str, Any]:
    """The history as parts/timeline.html draws it: pieces as wide as their time, none too narrow to be seen."""
    people = dict.fromkeys(one.owned.person for one in spans if one.owned.person)
    tones = {person: number % TONES for number, person in enumerate(people)}
    lasted = [((one.until_at or desk.now) - one.from_at).total_seconds() for one in spans]
    whole = sum(lasted) or 1.0
    spare = max(100.0 - LEAST * len(spans), 0.0)
    least = LEAST if spare else 100.0 / len(spans)
    left, segments, transfers = 0.0, [], []
    for one, time in zip(spans, lasted, strict=True):
        width = least + spare * time / whole
        segments.append(_segment(desk, one, round(left, 3), round(width, 3), tones))
        transfers.append({"x": round(left, 3)})
        left += width
    begin = desk.tongue.day(spans[0].from_at, clock_of(desk.zone))
    return {
        "label": gettext("这位客户先后归谁"),
        "segments": segments,
        "transfers": transfers[1:],
        "hours": [{"x": 0.0, "label": begin}, {"x": 100.0, "label": gettext("现在")}],
        "now_x": None,
        "days": True,
    }


def _segment(desk: Desk, one: Span, x: float, width: float, tones: dict[str, int]) -> dict[str, Any]:
    person = one.owned.person
    name = desk.name(person) if person else ""
    if not person:
        name = (
            gettext("共享") if one.owned.shared else gettext("作废") if one.owned.basis == "VOID" else gettext("无人")
        )
    return {
        "x": x,
        "width": width,
        "name": name,
        "why": desk.words(BRIEFLY[one.owned.basis]),
        "clause": desk.clause(one.owned.clause),
        "from_at": one.from_at,
        "until_at": one.until_at,
        "tone": tones.get(person, NOBODYS) if person else NOBODYS,
        "url": "",
    }


def _later(desk: Desk, one: LaterFollowup) -> dict[str, Any]:
    over = one.ended_at is None and one.ends_at <= desk.now
    states = {"SUCCESS": (gettext("成功"), "clear"), "FAILED": (gettext("没有成功"), "block")}
    state, tone = states[one.outcome] if one.outcome else (gettext("跟进中"), "accent")
    if over:
        state, tone = gettext("到期没有结果"), "block"
    return {
        "month": one.month,
        "person": desk.name(one.person),
        "sales": one.sales,
        "teacher": one.teacher,
        "leader": one.leader,
        "announced_at": one.announced_at,
        "last": one.ends_at.astimezone(clock_of(desk.zone)).date() - DAY,
        "amount": spelled(one.amount) if one.amount else "",
        "state": state,
        "tone": tone,
    }


def _undecided(desk: Desk, found: owned.Whose, said: Leads) -> dict[str, Any] | None:
    """Who is still to agree on who leads the follow-up, and what was named so far."""
    concerned = found.to_agree(desk.now)
    if said.following is None or not concerned:
        return None
    facts = found.lately(desk.now)
    visit = first_of(facts, "VISIT")
    named = {one.person: one.whom for one in facts if one.kind == "NAMED"}
    return {
        "people": desk.all_names(concerned),
        "rivals": len(named) > 1 and all(one == whom for one, whom in named.items()),
        "late": visit is not None and is_late(visit.at, desk.now, desk.zone),
        "named": [{"by": desk.name(one), "whom": desk.name(whom)} for one, whom in named.items()],
        "clause": desk.clause(said.following.leader.clause),
    }


def _forms(desk: Desk, one: Lead, found: owned.Whose, said: Leads) -> Forms:
    return [*_between(desk, one, said), *_leading(desk, one, found, said), *_bought(desk, one, found, said)]


def _form(desk: Desk, one: Lead, verb: str, label: str, only: Sequence[str], **asked: Any) -> Form:
    return desk.form(
        verb,
        label=label,
        form_id=verb.replace(".", "-").replace("_", "-"),
        fixed={"lead": one.key, **asked.pop("fixed", {})},
        only=only,
        tone=asked.pop("tone", ""),
        **asked,
    )


def _colleagues(desk: Desk) -> Any:
    people = desk.choose("person")
    return [pair for pair in people if pair[0] != desk.actor.person] if isinstance(people, list | tuple) else people


def _between(desk: Desk, one: Lead, said: Leads) -> Iterator[tuple[str, Form]]:
    """What is said between colleagues."""
    if one.of("SALE"):
        return
    people = _colleagues(desk)
    talk = _form(desk, one, "lead.talk", gettext("记下沟通"), ("to", "note"), options={"to": people})
    yield gettext("和同事沟通过"), talk
    if desk.actor.person in one.people:
        yield gettext("放下这位客户，让同事跟"), _form(desk, one, "lead.leave", gettext("放下"), ("note",))
    if said.collisions is not None:
        fields = {"options": {"people": people}}
        yield (
            gettext("上报撞单"),
            _form(desk, one, "lead.raise_collision", gettext("上报"), ("people", "note"), **fields),
        )


def _leading(desk: Desk, one: Lead, found: owned.Whose, said: Leads) -> Iterator[tuple[str, Form]]:
    """Who is to lead the follow-up of a customer who came and did not buy."""
    if said.following is None or one.stand not in ("VISITED", "DEPOSIT"):
        return
    concerned, me = found.to_agree(desk.now) or _agreed(desk, found), desk.actor.person
    barred = following.barred(desk, said)
    if me in concerned:
        others = [(person, following.marked(desk, person, barred)) for person in concerned if person != me]
        only = ("leader", "note") if len(others) == 1 else ("leader", "other", "note")
        options = {"leader": [(me, following.marked(desk, me, barred)), *others], "other": others}
        form = _form(
            desk,
            one,
            "lead.name_leader",
            gettext("提出"),
            only,
            options={name: options[name] for name in only if name in options},
            tone="primary",
            help={"leader": gettext("双方提出同一个人，才算商定。")},
        )
        yield gettext("定谁主负责跟进"), form
    if desk.can(Right.SUPERVISE):
        form = _form(
            desk,
            one,
            "lead.overrule_leader",
            gettext("另定主负责人"),
            ("leader", "reason"),
            options={"leader": following.choose(desk, barred)},
            help={"reason": gettext("写进账本，不能写号码。")},
        )
        yield gettext("主管另定主负责人"), form


def _agreed(desk: Desk, found: owned.Whose) -> tuple[str, ...]:
    """Both sides, where they have agreed and can agree otherwise."""
    now = found.at(desk.now)
    facts = found.lately(desk.now)
    if now.period is None or any(fact.kind == "OVERRULED" for fact in facts):
        return ()
    concerned = sides(facts)
    return concerned if len(concerned) > 1 else ()


def _bought(desk: Desk, one: Lead, found: owned.Whose, said: Leads) -> Iterator[tuple[str, Form]]:
    """Following a customer who bought into later months."""
    rule = said.following.closed if said.following else None
    if rule is None or not one.of("SALE"):
        return
    there = owned.later_of(desk.book, one)
    for later in there:
        if later.ended_at is None and (later.person == desk.actor.person or desk.can(Right.SUPERVISE)):
            form = desk.form(
                "lead.end_followup",
                label=gettext("登记结果"),
                form_id=f"end-{later.key}",
                fixed={"followup": later.key},
                options={"outcome": [("SUCCESS", gettext("成功")), ("FAILED", gettext("没有成功"))]},
                help={"amount": gettext("成功的写业绩。")},
            )
            yield gettext("第 {n} 个月跟进的结果").format(n=later.month), form
    taken, today = {later.month for later in there}, desk.now.astimezone(clock_of(desk.zone)).date()
    sold = one.of("SALE")[0].at
    over = {month for month in rule.later if begins_on(sold, month + 1, rule, desk.zone) <= today}
    months = [(str(month), str(month)) for month in rule.later if month not in taken | over]
    closer = found.at(desk.now).person == desk.actor.person or desk.can(Right.SUPERVISE)
    if months and closer:
        form = _form(
            desk,
            one,
            "lead.announce_followup",
            gettext("登记对接"),
            ("month", "sales", "teacher", "leader", "note"),
            options={"month": months},
            kinds={"month": "select"},
            help={"sales": gettext("先当面或电话对接，再登记。")},
        )
        yield gettext("跟进第二、第三个月：先对接"), form
