"""排班规则: what the regime says of rosters, what the roster of a month breaks of it, rest days to be used up."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from jiaoban.org import queries as org
from jiaoban.regime.roster_words import in_words
from jiaoban.regime.rostering import Rostering, RosterRule
from jiaoban.roster.checking import Violation
from jiaoban.roster.outlook import month_broken, rest_days
from jiaoban.roster.pages.frame import Month, tabs
from jiaoban.roster.resting import Month as RestMonth
from jiaoban.web.answer import who
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import page


@page()
def roster_rules(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the rules of the regime for rosters, what the roster of a month (`?month=2026-11`) breaks of each, and the
    rest days that are to be used up."""
    today = org.local_day(desk.book, desk.now)
    month = Month.asked(request.GET.get("month", ""), today)
    pack = desk.rule_book()
    said = pack.roster if pack else None
    found = month_broken(desk.book, pack, desk.post, month.first, month.after) if pack else []
    context = {
        **month.shown(),
        "tabs": tabs(desk, "rules", month.text),
        "rules": [_rule(desk, one, found) for one in (said.rules if said else ()) if one.kind != "use-up"],
        "said": _standing(desk, said) if said else [],
        "clause": desk.clause(said.clause) if said else None,
        "rests": [_rests(desk, one) for one in rest_days(desk.book, said, month.first, today)] if said else [],
    }
    return draw(request, desk, "roster/rules.html", context)


def _standing(desk: Desk, said: Rostering) -> list[str]:
    """Return who changes the roster, in words."""
    names = who(said.changed_by or ("supervisor",), desk.language, desk.names, desk.rule_book())
    return [gettext("排班由{names}改。").format(names=names), gettext("自己的班不能自己改；可以与同事换班。")]


def _rule(desk: Desk, rule: RosterRule, found: list[Violation]) -> dict[str, Any]:
    own = [one for one in found if one.rule.id == rule.id]
    lifts = who(rule.lifted_by, desk.language, desk.names, desk.rule_book())
    if not rule.hard:
        means = gettext("违反时要写明原因")
    elif lifts:
        means = gettext("不得违反；{names}写明原因可以放行").format(names=lifts)
    else:
        means = gettext("不得违反")
    known = _known_shifts(desk)
    strange = [one for one in (*rule.shifts, *rule.after, *rule.not_) if one not in known]
    return {
        "title": desk.words(rule.title),
        "says": desk.words(in_words(rule)),
        "means": means,
        "hard": rule.hard,
        "clause": desk.clause(rule.clause),
        "broken": [desk.words(one.says) for one in own],
        "strange": gettext("本站没有这些班次：{names}").format(names=desk.tongue.all_of(strange)) if strange else "",
    }


def _known_shifts(desk: Desk) -> set[str]:
    """The codes of all shifts of the site: a rule may name some of another post."""
    return {kind.code for post in org.posts(desk.book) for kind in post.now.pattern.shifts}


def _rests(desk: Desk, month: RestMonth) -> dict[str, Any]:
    stage, left = month.stage(desk.now), month.unused
    total = sum(one.unused for one in left)
    if stage == "LISTED":
        text = ngettext("本月结束时还有 {n} 天休息日没有休", "本月结束时还有 {n} 天休息日没有休", total)
    else:
        text = ngettext("本月还有 {n} 天休息日没有排", "本月还有 {n} 天休息日没有排", total)
    return {
        "title": desk.words(month.rule.title),
        "says": desk.words(in_words(month.rule)),
        "clause": desk.clause(month.rule.clause),
        "stage": stage,
        "text": text.format(n=total) if left else gettext("休息日都已休完或排好"),
        "any": bool(left),
        "ends_at": month.ends_at,
        "reminds_at": month.reminds_at,
        "rows": [
            {
                "name": desk.name(one.person),
                "owed": one.owed,
                "taken": one.taken,
                "planned": one.planned,
                "unused": one.unused,
            }
            for one in sorted(month.rests, key=lambda one: (-one.unused, one.person))
        ],
    }
