"""What the reader can do about a case, as forms; and what stands in the way of a decision, in words."""

from dataclasses import dataclass, field

from django.utils.translation import gettext

from jiaoban.conduct.pages import shown
from jiaoban.conduct.queries import Seen
from jiaoban.conduct.rules import hearing
from jiaoban.conduct.rules.measures import called, measures_of
from jiaoban.kernel.access import Right
from jiaoban.regime.ladders import LadderStep
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form
from jiaoban.web.templatetags.jiaoban import spell_moment


@dataclass
class Forms:
    """The forms of a case with their headings, the likeliest first (an open one stands at the front); `hindered`: why
    it cannot be decided now."""

    listed: list[dict[str, object]] = field(default_factory=list)
    hindered: str = ""

    def add(self, heading: str, form: Form, *, first: bool = False) -> None:
        """Put a form at the end of the list; with `first` it is open."""
        self.listed.append({"heading": heading, "form": form, "open": first})


def forms(desk: Desk, one: Seen) -> Forms:
    """Return what the reader can do about a case now."""
    made = Forms()
    fixed = {"case": one.case.matter, "person": one.case.person}
    mark = one.case.person
    if one.case.person == desk.actor.person:
        return own(desk, one, mark)
    if desk.may(Right.OVERSEE, one.case.post) and one.case.status == "APPEALED":
        _ruling(desk, one, made, fixed, mark)
    if desk.may(Right.SUPERVISE, one.case.post):
        _deciding(desk, one, made, fixed, mark)
    return made


def own(desk: Desk, one: Seen, mark: str) -> Forms:
    """Return what somebody can do about their own case now; `mark` tells its forms from those of others."""
    made, fixed = Forms(), {"case": one.case.matter, "person": one.case.person}
    if one.case.status == "OPEN" and one.case.answer is None:
        answer = desk.form("conduct.answer", label=gettext("说明情况"), fixed=fixed, form_id=f"answer-{mark}")
        made.add(gettext("说明情况"), answer, first=True)
        form_id = f"decline-{mark}"
        decline = desk.form(
            "conduct.decline_to_answer", label=gettext("不作说明"), fixed=fixed, form_id=form_id, tone=""
        )
        made.add(gettext("不作说明，可以直接决定"), decline)
    elif one.may_appeal:
        appeal = desk.form("conduct.appeal", label=gettext("提出申诉"), fixed=fixed, form_id=f"appeal-{mark}", tone="")
        made.add(gettext("申诉，由另一位负责人裁定"), appeal)
    return made


def _ruling(desk: Desk, one: Seen, made: Forms, fixed: dict[str, str], mark: str) -> None:
    case, last = one.case, one.case.decision
    if last is None or not hearing.may_rule(case, desk.actor.person):
        made.hindered = gettext("登记、决定过这件事的人不能裁定申诉，请另一位负责人裁定。")
        return
    for outcome, label, tone in (
        ("UPHELD", gettext("维持"), "primary"),
        ("CHANGED", gettext("改轻"), ""),
        ("ANNULLED", gettext("取消"), "danger"),
    ):
        changed = outcome == "CHANGED"
        if changed and not last.step:
            continue
        form = desk.form(
            "conduct.rule_appeal",
            label=label,
            fixed={**fixed, "outcome": outcome},
            form_id=f"rule-{outcome.lower()}-{mark}",
            only=("step", "figure", "reason") if changed else ("reason",),
            options={"step": _steps(desk, one, len(_milder(one)))} if changed else {},
            help={"figure": gettext("不改级数、只改数额时填写。")} if changed else {},
            required=("reason",),
            tone=tone,
        )
        made.add(gettext("裁定：{ruling}").format(ruling=label), form, first=outcome == "UPHELD")


def _milder(one: Seen) -> tuple[LadderStep, ...]:
    """The steps to which an appeal may lead, besides nothing at all."""
    last = one.case.decision
    return hearing.milder_steps(one.stands.steps, last) if one.stands and last else ()


def _deciding(desk: Desk, one: Seen, made: Forms, fixed: dict[str, str], mark: str) -> None:
    case, stands = one.case, one.stands
    if case.status in ("WITHDRAWN", "ANNULLED") or stands is None or one.ladder is None:
        return
    nth = {**fixed, "nth": str(stands.nth)}
    if case.status == "OPEN":
        made.hindered = made.hindered or _hindered(desk, one)
        if not made.hindered:
            _decide(desk, one, made, nth, mark)
    elif case.status == "DECIDED" and not _hindered(desk, one):
        revise = desk.form(
            "conduct.revise",
            label=gettext("更改决定"),
            fixed=nth,
            form_id=f"revise-{mark}",
            only=("step", "figure", "reason"),
            options={"step": _steps(desk, one, stands.step)},
            labels={"step": gettext("按第几级（不选就按制度）")},
            help={"figure": gettext("比制度写的轻时填写。")},
            tone="",
        )
        made.add(gettext("更改决定"), revise, first=one.would_be is not None)
    if one.ladder.facts and case.status in ("OPEN", "DECIDED"):
        _find(desk, one, made, fixed, mark)
    withdraw = desk.form(
        "conduct.withdraw", label=gettext("撤销"), fixed=fixed, form_id=f"withdraw-{mark}", tone="danger"
    )
    made.add(gettext("撤销，不再计"), withdraw)


def _decide(desk: Desk, one: Seen, made: Forms, fixed: dict[str, str], mark: str) -> None:
    stands = one.stands
    assert stands is not None
    label = gettext("决定：{measures}").format(measures=desk.words(one.proposed_words))
    wanted = ("reason",) if not stands.step or shown.groundless(desk, one) else ()
    decide = desk.form(
        "conduct.decide",
        label=label,
        fixed=fixed,
        form_id=f"decide-{mark}",
        only=("reason",),
        labels={"reason": gettext("说明")},
        required=wanted,
        draft=False,
    )
    made.add(gettext("按制度决定"), decide, first=True)
    if stands.step:
        milder = desk.form(
            "conduct.decide",
            label=gettext("按所填决定"),
            fixed=fixed,
            form_id=f"milder-{mark}",
            only=("step", "figure", "reason"),
            options={"step": _steps(desk, one, stands.step - 1)},
            help={"figure": gettext("不改级数、只改数额时填写，不高于制度所写。")},
            required=("reason",),
            tone="",
            draft=False,
        )
        made.add(gettext("比制度写的轻，写明原因"), milder)


def _find(desk: Desk, one: Seen, made: Forms, fixed: dict[str, str], mark: str) -> None:
    """A form for each fact that is still to be found, one that chooses for the others."""
    assert one.ladder is not None
    assert one.stands is not None
    for fact in one.stands.wanted or one.ladder.facts:
        find = desk.form(
            "conduct.find",
            label=gettext("登记查明的情况"),
            fixed={**fixed, "fact": fact.id},
            form_id=f"find-{fact.id}-{mark}",
            only=("value", "reason"),
            labels={"value": desk.words(fact.title)},
            options={"value": shown.options(desk, fact)} if fact.type in ("flag", "choice") else {},
            kinds={"value": "number"} if fact.type == "number" else {},
            tone="primary" if one.stands.wanted else "",
        )
        heading = gettext("查明：{fact}").format(fact=desk.words(fact.title))
        made.add(heading, find, first=bool(one.stands.wanted))


def _steps(desk: Desk, one: Seen, most: int) -> list[tuple[str, str]]:
    """Return the milder steps that can be chosen, from nothing upwards."""
    found = [("0", gettext("不作处理"))]
    assert one.stands is not None
    assert one.said is not None
    for number, step in enumerate(one.stands.steps[: max(0, most)], start=1):
        measures = measures_of(step, number, number, one.said, one.case.amount, one.first_day)
        words = desk.words(called(measures, one.currency))
        found.append((str(number), gettext("第 {n} 级：{measures}").format(n=number, measures=words)))
    return found


def _hindered(desk: Desk, one: Seen) -> str:
    """Return why it cannot be decided now, '' where it can."""
    stands = one.stands
    assert stands is not None
    if stands.counts is False:
        return gettext("按现在知道的情况，这一件不计，不用决定：有新情况的登记查明的情况，没有的撤销。")
    if not one.heard and one.answer_until is not None:
        return gettext("本人可以在 {at} 以前说明情况，说明以后或过了这个时间才能决定。").format(
            at=spell_moment(one.answer_until, "day")
        )
    if stands.wanted:
        facts = desk.tongue.all_of(desk.words(fact.title) for fact in stands.wanted)
        return gettext("决定以前要查明：{facts}。").format(facts=facts)
    if stands.undecided:
        days = desk.tongue.all_of(spell_moment(each.happened_at, "day") for each in stands.undecided)
        return gettext("同一人更早的还没有决定，请先决定：{days}。").format(days=days)
    rung = stands.rung
    if rung is not None and rung.by == "head" and not desk.may(Right.OVERSEE, one.case.post):
        return gettext("这一级由部门负责人决定。")
    return ""
