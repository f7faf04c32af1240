"""撞单: the collisions of a post, and one of them for both sides and the supervisor."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.book import OneOf
from jiaoban.kernel.refusal import NotFound
from jiaoban.lead import evidence, owned, queries
from jiaoban.lead.owner_tables import QUARRELS, Collision, Repeat
from jiaoban.lead.pages import shown
from jiaoban.lead.rules.colliding import Stage, next_at
from jiaoban.lead.rules.deciding import STAGES
from jiaoban.lead.rules.ownership import Rules, owner
from jiaoban.lead.rules.saying import sentence
from jiaoban.lead.tables import Lead
from jiaoban.org import queries as org
from jiaoban.regime.owning import Agreement, Collisions
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

Forms = list[tuple[str, Form]]
TONES: dict[Stage, str] = {
    "OPEN": "advise",
    "AGREED": "advise",
    "SETTLED": "clear",
    "UP": "block",
    "RULED": "clear",
    "VOID": "outline",
}


BARE = Collisions.model_construct(
    clause="",
    opens_on=(),
    agree_within=timedelta(days=1),
    rule_within=timedelta(days=1),
    unsettled="ruling",
    agreement=Agreement.model_construct(clause="", split="not-half", by_report=True),
    quarrel=None,
    repeated=None,
)
"""How a case is read where the regime in force says nothing of collisions any more."""


def rule_of(desk: Desk) -> Collisions | None:
    """Return the rule of collisions at the post of the address, or None."""
    said = queries.ruled(desk.here, desk.packs)
    return said.collisions if said else None


def row(desk: Desk, one: Collision, rule: Collisions) -> dict[str, Any]:
    """Return a case as lead/case_row.html draws it."""
    stage, since = evidence.stage_of(one, rule, desk.now)
    return {
        "url": desk.url("collision", key=one.key),
        "people": desk.all_names(one.people),
        "opened_at": one.opened_at,
        "stage": desk.words(STAGES[stage]),
        "tone": TONES[stage],
        "code": stage,
        "since": since,
        "next_at": next_at(evidence.course(one), rule, desk.now),
        "keeper": desk.name(keeper(one)) if keeper(one) else "",
        "by_itself": one.by_itself,
        "quarrels": one.quarrels if queries.sees_conduct(desk.actor, desk.post, one.people) else 0,
        "mine": desk.actor.person in one.people,
    }


def keeper(one: Collision) -> str:
    """Return who keeps the customer by the ruling or by what is proposed, '' nobody."""
    if one.ruled_at is not None:
        return one.keeper
    return one.proposal.keeper if one.proposal else ""


@page()
def collisions(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the collisions of a post: what is to be seen to first, then what came of the others; and the appointments
    that were fixed over a colleague's."""
    rule = rule_of(desk)
    if rule is None:
        return draw(request, desk, "lead/collisions.html", {"rule": None})
    found = owned.collisions(desk.book, desk.post)
    desk.names.learn({person for one in found for person in one.people})
    called = _customers(desk, [one.lead for one in found])
    rows = [{**row(desk, one, rule), "customer": called.get(one.lead, "")} for one in found]
    going = [one for one in rows if one["code"] in ("OPEN", "AGREED", "UP")]
    context = {
        "rule": rule,
        "clause": desk.clause(rule.clause),
        "going": sorted(going, key=lambda one: (one["code"] != "UP", not one["mine"], one["opened_at"])),
        "over": [one for one in rows if one not in going],
        "repeats": _repeats(desk, owned.repeats(desk.book, post=desk.post, limit=MOST)),
        "back_url": desk.url("leads"),
    }
    return draw(request, desk, "lead/collisions.html", context)


MOST = 30
"""So many repeated appointments are listed."""


def _customers(desk: Desk, keys: list[str]) -> dict[str, str]:
    there = {key: queries.standing(desk.book, key) for key in dict.fromkeys(keys)}
    said = shown.values(desk, [one.name for one in there.values() if one])
    return {key: shown.called(desk, one, said) for key, one in there.items() if one}


def _repeats(desk: Desk, found: Iterable[Repeat]) -> list[dict[str, Any]]:
    """Return those of these that the reader may see."""
    both = ((one, (one.person, one.colleague)) for one in found)
    return [_repeat(desk, one) for one, people in both if queries.sees_conduct(desk.actor, desk.post, people)]


def _repeat(desk: Desk, one: Repeat) -> dict[str, Any]:
    judges = desk.can(Right.SUPERVISE) and desk.actor.person not in (one.person, one.colleague) and one.intent is None
    form = desk.form(
        "lead.find_intent",
        label=gettext("认定"),
        form_id=f"intent-{one.event}",
        fixed={"event": one.event},
        only=("intent", "reason"),
        tone="",
        help={"reason": gettext("写进账本，不能写号码。")},
    )
    return {
        "person": desk.name(one.person),
        "colleague": desk.name(one.colleague),
        "at": one.at,
        "reason": one.reason,
        "url": desk.url("lead", key=one.lead),
        "intent": one.intent,
        "found_by": desk.name(one.found_by) if one.found_by else "",
        "found_why": one.found_why,
        "form": form if judges else None,
    }


@page()
def collision(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Show a collision: what happened with the customer, what was proposed, what everybody can do now."""
    one, rule = owned.collision(desk.book, key), rule_of(desk) or BARE
    lead = queries.standing(desk.book, one.lead) if one else None
    contacts = shown.reading(desk)
    if one is None or lead is None or one.post != desk.post:
        raise NotFound(f"collision {key}")
    happened = queries.events_of(desk.book, lead.key)
    notes = shown.values(desk, [lead.name, one.note, *(event.note for event in happened)], lead.numbers)
    there = desk.book.find(QUARRELS, post=one.post, collision=one.key, order=("at",))
    quarrels = [each for each in there if queries.sees_conduct(desk.actor, desk.post, each.people)]
    context = {
        "one": one,
        "row": row(desk, one, rule),
        "customer": shown.row(desk, lead, contacts, notes),
        "facts": list(_facts(desk, one, rule, notes)),
        "steps": _steps(desk, one, rule),
        "by_rule": _by_rule(desk, lead),
        "clause": desk.clause(rule.clause),
        "agreement": desk.clause(rule.agreement.clause),
        "events": [shown.event(desk, event, contacts, notes) for event in happened],
        "quarrels": [{"people": desk.all_names(q.people), "at": q.at, "note": q.note} for q in quarrels],
        "quarrel_clause": desk.clause(rule.quarrel.clause) if rule.quarrel else None,
        "repeats": _repeats(desk, owned.repeats(desk.book, lead=OneOf(tuple(evidence.parts_of(desk.book, lead))))),
        "forms": _forms(desk, one, rule),
        "back_url": desk.url("collisions"),
    }
    return draw(request, desk, "lead/collision.html", context)


def _facts(desk: Desk, one: Collision, rule: Collisions, notes: dict[str, str]) -> Iterator[dict[str, str]]:
    yield {"name": gettext("有关的人"), "words": desk.all_names(one.people)}
    found = gettext("联系或邀约时自动发现") if one.by_itself else desk.name(one.opened_by)
    yield {"name": gettext("由谁提出"), "words": found}
    if notes.get(one.note):
        yield {"name": gettext("情况"), "words": notes[one.note]}
    if one.proposal is not None:
        said = gettext("归 {name}，占业绩 {share}%").format(
            name=desk.name(one.proposal.keeper), share=one.proposal.share
        )
        yield {"name": gettext("提出的方案"), "words": said + (f"（{one.proposal.note}）" if one.proposal.note else "")}
        yield {"name": gettext("同意的人"), "words": desk.all_names(one.proposal.agreed)}
        waits = [person for person in one.people if person not in one.proposal.agreed]
        if waits and evidence.stage_of(one, rule, desk.now)[0] in ("OPEN", "UP"):
            yield {"name": gettext("还要谁同意"), "words": desk.all_names(waits)}
    if one.told_to:
        yield {"name": gettext("已报告"), "words": desk.name(one.told_to)}
    if one.given_up_by:
        said = desk.name(one.given_up_by) + (f"：{one.given_up_why}" if one.given_up_why else "")
        yield {"name": gettext("上报"), "words": said}
    if one.ruled_at is not None:
        what = gettext("归 {name}").format(name=desk.name(one.keeper)) if one.keeper else gettext("此单作废")
        yield {"name": gettext("裁定"), "words": f"{what}（{desk.name(one.ruled_by)}：{one.reason}）"}


def _steps(desk: Desk, one: Collision, rule: Collisions) -> list[dict[str, Any]]:
    stage, since = evidence.stage_of(one, rule, desk.now)
    steps = [(gettext("发现"), one.opened_at), (gettext("商定"), one.agreed_at), (gettext("报告主管"), one.told_at)]
    if one.given_up_at or stage in ("UP", "RULED", "VOID"):
        up_at = min(filter(None, (one.given_up_at, one.opened_at + rule.agree_within)))
        steps.append((gettext("上报"), up_at))
        ended = gettext("裁定") if stage != "VOID" or one.ruled_at else gettext("作废")
        steps.append((ended, one.ruled_at or (since if stage == "VOID" else None)))
    return [{"name": name, "at": at} for name, at in steps]


def _by_rule(desk: Desk, lead: Lead) -> dict[str, Any] | None:
    """Whose the customer would be by contacts and appointments alone: for whoever agrees or rules."""
    rules = owned.rules_at(desk.here, desk.packs)
    if rules is None:
        return None
    alone = Rules(rules.ownership)
    found = owner(evidence.gathered(desk.book, lead).facts, alone, desk.now, desk.zone)
    said = sentence(found, desk.names, alone, desk.zone)
    return {"says": desk.words(said), "clause": desk.clause(found.clause)}


def _forms(desk: Desk, one: Collision, rule: Collisions) -> Forms:
    """What the reader can do now, the likeliest first."""
    stage = evidence.stage_of(one, rule, desk.now)[0]
    made: Forms = []
    mine = desk.actor.person in one.people
    if mine and desk.can(Right.WORK) and stage in ("OPEN", "AGREED", "UP"):
        made += _settling(desk, one, stage)
    if desk.can(Right.SUPERVISE):
        made += _ruling(desk, one, rule, stage, mine=mine)
    return made


def _settling(desk: Desk, one: Collision, stage: Stage) -> Forms:
    fixed = {"collision": one.key}
    made: Forms = []
    if one.proposal is not None and desk.actor.person not in one.proposal.agreed:
        label = gettext("同意归 {name}").format(name=desk.name(one.proposal.keeper))
        accept = desk.form("lead.accept_settlement", label=label, fixed=fixed, form_id="accept", only=())
        made.append((gettext("同意这个方案"), accept))
    if one.agreed_at is not None:
        listeners = [(who.key, who.name) for who in org.holders_of(desk.book, Right.SUPERVISE, desk.post)]
        tell = desk.form(
            "lead.tell_settlement",
            label=gettext("报告主管"),
            fixed=fixed,
            form_id="tell",
            options={"to": listeners},
        )
        made.append((gettext("报告主管，报告后才算数"), tell))
    propose = desk.form(
        "lead.propose_settlement",
        label=gettext("提出"),
        fixed=fixed,
        form_id="propose",
        options={"keeper": [(person, desk.name(person)) for person in one.people]},
        help={"share": gettext("归的人占业绩的百分比；不允许一人一半。")},
        tone="" if made else "primary",
    )
    made.append((gettext("提出归谁"), propose))
    if stage in ("OPEN", "AGREED"):
        give_up = desk.form(
            "lead.give_up_settling", label=gettext("上报主管裁定"), fixed=fixed, form_id="give-up", tone="danger"
        )
        made.append((gettext("商定不了，上报"), give_up))
    return made


def _ruling(desk: Desk, one: Collision, rule: Collisions, stage: Stage, *, mine: bool) -> Forms:
    fixed = {"collision": one.key}
    made: Forms = []
    wanted = stage == "UP" or (stage == "VOID" and one.ruled_at is None)
    if wanted and not mine:
        ruling = desk.form(
            "lead.rule_collision",
            label=gettext("裁定"),
            fixed=fixed,
            form_id="rule",
            options={"keeper": [(person, desk.name(person)) for person in one.people]},
            help={"reason": gettext("写进账本，不能写号码。")},
        )
        made.append((gettext("裁定归谁，或作废"), ruling))
    if rule.quarrel is not None and not mine:
        quarrel = desk.form(
            "lead.record_quarrel",
            label=gettext("记下吵架"),
            fixed=fixed,
            form_id="quarrel",
            options={"people": [(person, desk.name(person)) for person in one.people]},
            help={"people": gettext("不选是所有有关的人。"), "note": gettext("写进账本，不能写号码。")},
            tone="danger",
        )
        made.append((gettext("记吵架"), quarrel))
    return made
