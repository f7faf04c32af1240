"""制度: the regimes that a site adopted; of each the clauses beside the rules that cite them, and the ambiguities."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from pydantic import BaseModel

from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.words import Words
from jiaoban.ledger.files import FileLost
from jiaoban.org import queries as org
from jiaoban.org.tables import AdoptedVersion, Regime
from jiaoban.regime.named import PARTS, named
from jiaoban.regime.pack import Clause, Gate, Holding, Pack
from jiaoban.regime.roster_words import in_words
from jiaoban.regime.rostering import Rostering
from jiaoban.web.answer import is_party, party
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.pages import attending
from jiaoban.web.pages.ruled_everyday import everyday_rules
from jiaoban.web.pages.ruled_gatherings import gathering_rules
from jiaoban.web.pages.ruled_ladders import ladder_rules
from jiaoban.web.pages.ruled_leads import lead_rules
from jiaoban.web.pages.ruled_reports import report_rules
from jiaoban.web.pages.ruled_sales import sales_rules
from jiaoban.web.templatetags.jiaoban import spell_duration
from jiaoban.web.visit import page

SEVERITIES = {
    "HARD": Words(zh="不满足就不能交接", en="blocks until the fact changes"),
    "LIFTABLE": Words(zh="可按规定解除", en="can be lifted as the regime says"),
    "ADVISORY": Words(zh="须说明原因", en="wants a reason"),
}


@page()
def regimes(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the regimes that the site adopted."""
    listed, zone = [], desk.zone
    for one in org.regimes(desk.book):
        now = one.at(desk.now, desk.zone) or one.versions[-1]
        pack = pack_of(desk, now)
        posts = [desk.words(post.name) for post in org.posts(desk.book) if post.now.regime == one.regime]
        listed.append(
            {
                "id": one.regime,
                "title": desk.words(pack.head.title) if pack else one.regime,
                "version": now.version,
                "since": now.effective_from,
                "next": one.to_come(desk.now, zone),
                "posts": posts,
                "url": desk.url("regime", regime=one.regime),
            }
        )
    context = {
        "regimes": listed,
        "adopt_url": desk.url("adopt_regime") if desk.may(Right.ADMINISTER) else "",
        "drafts_url": desk.link("drafts") if desk.may(Right.DRAFT) else "",
    }
    return draw(request, desk, "regime/regimes.html", context)


@page()
def regime(request: HttpRequest, desk: Desk, regime: str) -> HttpResponse:
    """Show the version of a regime in force (or the one that `?version=` names): clauses, rules, ambiguities."""
    found = next((one for one in org.regimes(desk.book) if one.regime == regime), None)
    if found is None:
        raise NotFound(f"regime {regime}")
    in_force = found.at(desk.now, desk.zone) or found.versions[-1]
    wanted = request.GET.get("version", "")
    chosen = next((one for one in found.versions if one.version == wanted), in_force)
    pack = pack_of(desk, chosen)
    if pack is None:
        raise NotFound(f"pack {chosen.digest}")
    cited: dict[str, list[dict[str, Any]]] = {}
    for clause_id, rule in rules(desk, pack):
        cited.setdefault(clause_id, []).append(rule)
    versions = [
        {"label": one, "url": f"?{urlencode({'version': one})}", "current": one == chosen.version}
        for one in dict.fromkeys(each.version for each in found.versions)  # one may be adopted again
    ]
    context = {
        "title": desk.words(pack.head.title),
        "facts": _facts(desk, pack, chosen),
        "versions": versions if len(versions) > 1 else [],
        "beside": _beside(desk, found, chosen),
        "clauses": [_clause(desk, one, cited.get(one.id, [])) for one in pack.clauses],
        "ambiguities": [_ambiguity(desk, pack, number) for number in range(len(pack.ambiguities))],
    }
    return draw(request, desk, "regime/regime.html", context)


def _beside(desk: Desk, found: Regime, chosen: AdoptedVersion) -> dict[str, str] | None:
    """Return where the version stands beside the one before it (the first one: beside the one after), or None."""
    numbers = list(dict.fromkeys(one.version for one in found.versions))
    if len(numbers) < 2:
        return None
    at = max(1, numbers.index(chosen.version))
    old, new = numbers[at - 1], numbers[at]
    query = urlencode({"old": old, "new": new})
    other = old if new == chosen.version else new
    return {"other": other, "url": f"{desk.link('versions_compare', regime=found.regime)}?{query}"}


def pack_of(desk: Desk, version: AdoptedVersion) -> Pack | None:
    """Return the pack of an adopted version, or None where it cannot be read."""
    try:
        return desk.packs(version.digest)
    except (NotFound, FileLost):
        return None


def _facts(desk: Desk, pack: Pack, version: AdoptedVersion) -> list[dict[str, str]]:
    said = (
        (gettext("文号"), desk.words(pack.head.numbered)),
        (gettext("发布"), desk.words(pack.head.issuer)),
        (gettext("适用范围"), desk.words(pack.head.scope)),
        (gettext("版本"), version.version),
        (gettext("自何日起"), version.effective_from.said),
        (gettext("批准"), desk.words(pack.head.approved_by)),
        (gettext("内容摘要"), version.digest),
    )
    return [{"name": name, "words": words} for name, words in said]


def _clause(desk: Desk, one: Clause, cited: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": one.id.replace("/", "-"),
        "code": one.id,
        "number": one.number,
        "says": desk.words(one.says),
        "wording": one.wording,
        "no_rule": one.no_rule,
        "rules": cited,
    }


def _ambiguity(desk: Desk, pack: Pack, number: int) -> dict[str, Any]:
    one = pack.ambiguities[number]
    return {
        "question": desk.words(one.question),
        "clause": {"number": pack.by_clause[one.clause].number, "url": f"#{one.clause.replace('/', '-')}"},
        "readings": [
            {"says": desk.words(reading), "chosen": place == one.chosen} for place, reading in enumerate(one.readings)
        ],
        "because": desk.words(one.because),
        "where": desk.words(one.place),
    }


def rules(desk: Desk, pack: Pack) -> Iterable[tuple[str, dict[str, Any]]]:
    """Return (clause id, rule in words) of every rule of a pack, in the order of the pack."""
    for part, name in PARTS.items():
        value = getattr(pack.handover, part, None)
        for rule in value if isinstance(value, tuple) else [value] if value is not None else []:
            said = {
                "part": desk.words(name),
                "title": title_of(desk, rule),
                "details": list(_details(desk, pack, rule)),
            }
            yield rule.clause, said
    if pack.meetings is not None:
        title = gettext("由{chair}主持，讲评本班").format(chair=desk.words(party(pack.meetings.chair, pack)))
        yield pack.meetings.clause, {"part": gettext("会议"), "title": title, "details": []}
    if pack.gatherings is not None:
        yield from gathering_rules(desk, pack.gatherings)
    if pack.leads is not None:
        yield from lead_rules(desk, pack.leads, pack)
    if pack.attendance is not None:
        yield from attending.rules(desk, pack.attendance)
    if pack.reports is not None:
        yield from report_rules(desk, pack.reports)
    if pack.duties is not None:
        yield from everyday_rules(desk, pack.duties)
    yield from sales_rules(desk, pack)
    if pack.roster is not None:
        yield from _roster(desk, pack.roster, pack)
    if pack.ladders is not None:
        yield from ladder_rules(desk, pack.ladders, pack.reports)


def _roster(desk: Desk, said: Rostering, pack: Pack) -> Iterable[tuple[str, dict[str, Any]]]:
    """Who changes the roster, its rules, and how people swap."""
    chiefs = desk.tongue.all_of(desk.words(party(one, pack)) for one in said.changed_by or ("supervisor",))
    title = gettext("排班由{names}改。").format(names=chiefs)
    yield said.clause, {"part": desk.words(named("roster")), "title": title, "details": []}
    for rule in said.rules:
        told = {
            "part": desk.words(named("rules")),
            "title": desk.words(rule.title),
            "details": [desk.words(in_words(rule))],
        }
        yield rule.clause, told
    if said.swap is not None:
        to = desk.words(party(said.swap.told, pack))
        title = gettext("双方同意，报告{told}后生效").format(told=to)
        yield said.swap.clause, {"part": desk.words(named("swap")), "title": title, "details": []}


def title_of(desk: Desk, rule: BaseModel) -> str:
    """Return what a rule is called, '' where it has no name."""
    title = getattr(rule, "title", None) or getattr(rule, "says", None)
    if isinstance(title, Words):
        return desk.words(title)
    lead = getattr(rule, "lead", None)
    if isinstance(lead, timedelta):
        return gettext("提前 {lead} 到岗").format(lead=spell_duration(lead))
    return {"Fitness": gettext("接班前申明身体和精神状态"), "Count": gettext("交接时清点工器具、钥匙和资料")}.get(
        type(rule).__name__, str(getattr(rule, "id", ""))
    )


def _details(desk: Desk, pack: Pack, rule: BaseModel) -> Iterable[str]:
    """What else is worth knowing of a rule, in words."""
    asks = getattr(rule, "asks", None)
    if isinstance(asks, Words) and asks.zh:
        yield desk.words(asks)
    if isinstance(rule, Gate):
        yield gettext("{name}：{text}").format(
            name=desk.words(party(rule.side, pack)), text=desk.words(SEVERITIES[rule.severity])
        )
        yield gettext("如何解除：{lifts}").format(lifts=desk.words(rule.lifts.fill(names="…")))
    if isinstance(rule, Holding):
        return
    by = getattr(rule, "by", ()) or getattr(rule, "parties", ())
    named = [by] if isinstance(by, str) else list(by)
    if named and all(is_party(one, pack) for one in named):
        separator = "、" if desk.language.startswith("zh") else ", "
        yield gettext("由{who}").format(who=separator.join(desk.words(party(one, pack)) for one in named))
