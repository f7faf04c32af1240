"""Static checks of what a pack says about a handover: can it be passed, signed, left, and does every rule bite?"""

from collections.abc import Collection, Iterator

from jiaoban.kernel.words import Words
from jiaoban.regime.answering import Sanction
from jiaoban.regime.conditions import Compare, Condition
from jiaoban.regime.findings import Check, Finding, walk
from jiaoban.regime.findings import error as _error
from jiaoban.regime.kept import FOUND_BY_COUNTS
from jiaoban.regime.pack import Gate, Pack
from jiaoban.regime.positions import Path

BASES = ("FIRST", "HANDOVER", "UNATTENDED", "TAKEOVER", "WAITING")


def _gates(pack: Pack) -> Iterator[Finding]:
    for place, gate in enumerate(pack.handover.gates):
        path: Path = ("handover", "gates", place)
        if gate.severity == "LIFTABLE" and not any(way.statements for way in gate.ways):
            right = Words(zh="写 ways,或把 severity 改为 HARD。", en="Write its ways, or make it HARD.")
            yield _error(
                (*path, "severity"), "可解除的关卡没有写怎样解除。", "A liftable gate without a way to lift it.", right
            )
        if gate.severity != "LIFTABLE" and gate.ways:
            right = Words(zh="删去 ways,或把 severity 改为 LIFTABLE。", en="Remove ways, or make it LIFTABLE.")
            yield _error(
                (*path, "ways"),
                f"{gate.severity} 的关卡不能有 ways。",
                f"A gate that is {gate.severity} has no ways.",
                right,
            )
        if not gate.stops:
            right = Words(zh="写 [offer]、[sign] 或两者。", en="Write [offer], [sign] or both.")
            yield _error((*path, "stops"), "这道关什么也不拦。", "This gate stops nothing.", right)
        if not gate.who:
            right = Words(zh="写明谁能处理。", en="Say who can do something about it.")
            yield _error((*path, "who"), "没写谁能处理。", "Nobody can do anything about it.", right)


def _steps(pack: Pack) -> Iterator[Finding]:
    steps = pack.handover.steps
    for place, step in enumerate(steps):
        path: Path = ("handover", "steps", place)
        if step.by == "third":
            right = Words(zh="outgoing、incoming 或 supervisor。", en="outgoing, incoming or supervisor.")
            yield _error(
                (*path, "by"),
                "第三方不登录，没有人能完成这一步。",
                "A third party does not log in: nobody can do this step.",
                right,
            )
        if step.by_signature and place != len(steps) - 1:
            right = Words(zh="移到最后，或去掉 by_signature。", en="Move it to the end, or remove by_signature.")
            yield _error(
                (*path, "by_signature"),
                "签字不是最后一步，后面的步骤没有人能完成。",
                "The signing is not the last step: nobody can do those after it.",
                right,
            )


def _parties(pack: Pack) -> Iterator[Finding]:
    handover = pack.handover
    for place, point in enumerate(handover.confirmations):
        path: Path = ("handover", "confirmations", place)
        if not point.parties:
            right = Words(zh="写明由谁确认。", en="Say who confirms.")
            yield _error((*path, "parties"), "没有人确认。", "Nobody confirms this.", right)
        if "third" in point.parties and point.third is None:
            right = Words(zh="用 third 写明是什么第三方。", en="Say in `third` what third party it is.")
            yield _error((*path, "parties"), "没写第三方是谁。", "It does not say who the third party is.", right)
        if point.people != "all" and point.people < 1:
            right = Words(zh="写 1 以上的数或 all。", en="Write 1 or more, or all.")
            yield _error((*path, "people"), "没有人需要确认。", "Nobody needs to confirm.", right)
    signers = {one.party for one in handover.signatures}
    for party, zh in (("outgoing", "交班人"), ("incoming", "接班人")):
        if party not in signers:
            right = Words(zh=f"在 signatures 里加一项 party: {party}。", en=f"Add one with party: {party}.")
            yield _error(("handover", "signatures"), f"{zh}没有签字。", f"The {party} side does not sign.", right)


def _ways_out(pack: Pack) -> Iterator[Finding]:
    handover = pack.handover
    if not any(one.by for one in handover.exits):
        right = Words(
            zh="至少写一种:postpone、stand-in、unattended、takeover、cancel。",
            en="Write at least one of postpone, stand-in, unattended, takeover, cancel.",
        )
        yield _error(
            ("handover", "exits"),
            "走不了也接不了时没有出路。",
            "There is no way out of 'cannot leave' and 'cannot accept'.",
            right,
        )
    for place, one in enumerate(handover.exits):
        if not one.by:
            right = Words(zh="写明谁可以走这条路。", en="Say who may take it.")
            yield _error(
                ("handover", "exits", place, "by"), "没有人能走这条路。", "Nobody may take this way out.", right
            )
    present = {one.basis for one in handover.holdings}
    for basis in BASES:
        if basis not in present:
            right = Words(zh=f"加一项 basis: {basis}。", en=f"Add one with basis: {basis}.")
            yield _error(
                ("handover", "holdings"),
                f"没写「{basis}」时由谁负责、按哪条。",
                f"Nothing says by which clause somebody answers on {basis}.",
                right,
            )


def _attributions(pack: Pack) -> Iterator[Finding]:
    for place, one in enumerate(pack.handover.attributions):
        path: Path = ("handover", "attributions", place, "cases")
        if not one.cases or one.cases[-1].when is not None:
            right = Words(zh="最后加一种不带 when 的情形。", en="End with a case without `when`.")
            yield _error(path, "有的情形归不到任何一方。", "There are findings that fall to nobody.", right)
        for number, case in enumerate(one.cases):
            if case.at is not None and case.to != "follower":
                right = Words(zh="删去 at,或写 to: follower。", en="Remove at, or write to: follower.")
                yield _error((*path, number, "at"), "只有跟进人分时刻。", "Only a follower has a moment.", right)
        for number, case in enumerate(one.cases[:-1]):
            if case.when is None:
                right = Words(zh="给它加 when,或移到最后。", en="Give it a `when`, or move it to the end.")
                yield _error(
                    (*path, number), "后面的情形永远轮不到。", "The cases after this one are never reached.", right
                )


def _put_otherwise(pack: Pack) -> Iterator[Finding]:
    """Whoever puts a finding on another side is told what follows then: the cases for a side say the same, or the rule
    says it for all."""
    for place, one in enumerate(pack.handover.attributions):
        sides = {case.to for case in one.cases} if one.reassigned_by and one.sanction is None else set()
        unsaid = sorted(side for side in sides if len({case.sanction for case in one.cases if case.to == side}) > 1)
        if unsaid:
            yield Finding(
                ("handover", "attributions", place, "reassigned_by"),
                Words(
                    zh=f"改判归「{unsaid[0]}」以后怎样处理，各种情形写得不一样，规则本身又没有写。",
                    en=f"What follows once it is put on {unsaid[0]!r} is not said: its cases differ, and the rule says "
                    "nothing for all.",
                ),
                Words(zh="给这条规则写 sanction。", en="Write a sanction for the rule itself."),
                error=False,
            )


def _sanctions(pack: Pack) -> Iterator[Finding]:
    """A sanction that is left open names who decides it, and only that; a figure is that of a fixed one, with its
    unit."""
    for path, one in walk(pack.handover, ("handover",)):
        if not isinstance(one, Sanction):
            continue
        if (one.kind == "open") != bool(one.by):
            right = Words(zh="open 写 by；fixed 和 none 不写。", en="Write by with open, and with nothing else.")
            yield _error(
                (*path, "by" if one.by else "kind"),
                "没写由谁决定，或者没有什么要决定。",
                "Nobody is named who decides it, or there is nothing to decide.",
                right,
            )
        if (one.amount is None) != (one.unit is None) or (one.amount is not None and one.kind != "fixed"):
            right = Words(zh="fixed 才写 amount，并写 unit。", en="Write amount with fixed alone, and unit beside it.")
            yield _error(
                (*path, "kind" if one.amount is None else "amount"),
                "数额和单位要一起写，只有 fixed 才有。",
                "A figure and its unit belong together, and to a fixed sanction.",
                right,
            )


def _objections(pack: Pack) -> Iterator[Finding]:
    """An objection kind without a gate that looks at it would block nothing."""
    ids = {one.id for one in pack.handover.objections}
    seen = _looked_at(pack, "objections", "kind", ids)
    for place, one in enumerate(pack.handover.objections):
        if one.id not in seen:
            yield _error(
                ("handover", "objections", place, "id"),
                f"没有关卡看「{one.id}」异议，提了也不起作用。",
                f'No gate looks at objections of kind "{one.id}"; they would do nothing.',
                Words(zh="加一道看 objections 的关。", en="Add a gate that looks at objections of this kind."),
            )


def _confirmed(pack: Pack) -> Iterator[Finding]:
    """A confirmation that neither a gate nor a step waits for is asked in vain: a warning."""
    ids = {one.id for one in pack.handover.confirmations}
    steps = tuple(step.when for step in pack.handover.steps if step.when is not None)
    seen = _looked_at(pack, "confirmations", "point", ids, *steps)
    routes = {one.id for one in pack.handover.confirmations if one.route}
    seen |= _looked_at(pack, "rounds", "point", routes)
    for place, one in enumerate(pack.handover.confirmations):
        if one.id not in seen:
            yield Finding(
                ("handover", "confirmations", place, "id"),
                Words(zh=f"没有关卡等「{one.id}」的确认。", en=f'No gate waits for the confirmation "{one.id}".'),
                Words(zh="加一道关；只是提醒就不用。", en="Add a gate, unless it is only a reminder."),
                error=False,
            )


def _counts(pack: Pack) -> Iterator[Finding]:
    """What the counts found is told once everybody has counted. A gate over it alone lets a handover pass that nobody
    counted in: so another has to wait for the counts themselves."""
    gates = pack.handover.gates
    looking = [place for place, one in enumerate(gates) if _of_custody(one, FOUND_BY_COUNTS, "differences")]
    waits = any("sign" in one.stops and _of_custody(one, {"counted"}) for one in gates)
    if looking and not waits:
        yield _error(
            ("handover", "gates", looking[0], "clear_when"),
            "没有关卡等所有人点完：点完之前不说差异，没点也会放行。",
            "No gate waits until everybody has counted: till then no difference is told, and the uncounted passes.",
            Words(
                zh="加一道拦 sign 的关：none: {of: custody, where: {field: counted, is: false}}。",
                en="Add a gate that stops sign: none: {of: custody, where: {field: counted, is: false}}.",
            ),
        )


def _of_custody(gate: Gate, fields: Collection[str], *whole: str) -> bool:
    """Say whether a gate compares one of these fields of things in custody, or looks at one of the `whole` facts."""
    rows = [part for _, part in walk(gate.clear_when) if hasattr(part, "of")]
    if any(part.of in whole for part in rows):
        return True
    compared = (one for part in rows if part.of == "custody" for _, one in walk(part))
    return any(isinstance(one, Compare) and one.field in fields for one in compared)


def _looked_at(pack: Pack, collection: str, field: str, ids: set[str], *more: Condition) -> set[str]:
    """Return the ids at which some gate (or one of `more` conditions) looks: those that it names in `field`; all where
    it names none."""
    seen: set[str] = set()
    for _, part in walk((*(gate.clear_when for gate in pack.handover.gates), *more)):
        if getattr(part, "of", None) != collection:
            continue
        compared = [one for _, one in walk(part) if isinstance(one, Compare) and one.field == field]
        named: set[str] = set()
        for one in compared:
            right = set(one.right) if isinstance(one.right, tuple) else {one.right}
            named |= {str(value) for value in right} if one.operator in ("is", "in") else ids - right
        seen |= named if compared else ids
    return seen


def _sections(pack: Pack) -> Iterator[Finding]:
    """A section that must have content but may not say 'nothing' and draws nothing can still be written by hand; fields
    of choice need choices."""
    if not pack.handover.sections:
        right = Words(zh="写出记录的栏目。", en="Write the sections of the record.")
        yield _error(("handover", "sections"), "交接班记录没有栏目。", "The record has no section.", right)
    for place, section in enumerate(pack.handover.sections):
        for number, field in enumerate(section.fields):
            path: Path = ("handover", "sections", place, "fields", number)
            if (field.type == "choice") != bool(field.choices):
                right = Words(
                    zh="type 为 choice 时写 choices,其余不写。", en="Write choices for type choice, and only then."
                )
                yield _error((*path, "type"), "选项和类型不符。", "Type and choices do not fit.", right)


def _routes(pack: Pack) -> Iterator[Finding]:
    """A route runs over the subjects of the post; findings become objections of a kind that there is."""
    kinds = {one.id for one in pack.handover.objections}
    for place, point in enumerate(pack.handover.confirmations):
        path: Path = ("handover", "confirmations", place)
        if point.route and point.per != "subject":
            right = Words(zh="写 per: subject,或去掉 route。", en="Write per: subject, or remove route.")
            yield _error((*path, "route"), "路线要逐个检查点确认。", "A route is confirmed per subject.", right)
        if point.findings is not None and point.findings not in kinds:
            right = Words(zh="写 objections 里的一个 id。", en="Write the id of one of the objections.")
            yield _error((*path, "findings"), "没有这种异议。", "There is no such objection.", right)


HANDOVER_CHECKS: tuple[Check, ...] = (
    _gates,
    _steps,
    _parties,
    _ways_out,
    _attributions,
    _put_otherwise,
    _sanctions,
    _objections,
    _confirmed,
    _counts,
    _routes,
    _sections,
)
