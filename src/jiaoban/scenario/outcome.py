"""What came of one step, beside what was expected of it: done, refused, or never come to be."""

from collections.abc import Iterable

from pydantic import ValidationError

from jiaoban.kernel.refusal import BadInput, NotAllowed, NotFound, Refusal
from jiaoban.kernel.words import Words
from jiaoban.scenario.scene import Found, Scene, show
from jiaoban.scenario.shape import Checks, Raised, Refused


def outcome(scene: Scene, checks: Checks) -> Iterable[Found]:
    """Return what is not as expected of the step's own outcome; nothing at the end of a scenario."""
    came = scene.outcome
    if came is None:
        return
    if isinstance(came, Exception):
        yield from _raised(came, checks.raised)
        return
    refusal = came.refusal
    if checks.raised is not None:
        yield "raised", checks.raised.kind, "accepted" if refusal is None else told(refusal), ()
    elif checks.refused is None and refusal is not None:
        yield "accepted", "accepted", f"refused: {told(refusal)}", _why_not(scene, refusal)
    elif checks.refused is not None and refusal is None:
        yield "refused", show(checks.refused), "accepted", _why_clear(scene, checks.refused)
    elif checks.refused is not None and refusal is not None:
        yield from _refused(checks.refused, refusal)


def _raised(error: Exception, wanted: Raised | None) -> Iterable[Found]:
    kind, where, says = "impossible", "", said_of(error)
    if isinstance(error, BadInput):
        kind, where = "input", error.where
    elif isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        kind, where = "input", ".".join(str(part) for part in first["loc"])
    elif isinstance(error, NotAllowed):
        kind = "not-allowed"
    elif isinstance(error, NotFound):
        kind = "not-found"
    expected = "accepted or refused" if wanted is None else f"{wanted.kind} {wanted.where or ''}".strip()
    if wanted is None or wanted.kind != kind or (wanted.where is not None and wanted.where != where):
        yield "raised", expected, f"{kind}: {says}", ()


def said_of(error: Exception) -> str:
    """Return what an error says, in one line and in a writer's words."""
    if isinstance(error, ValidationError):
        found = error.errors(include_url=False, include_input=False)
        return "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in found[:5])
    return str(error)


def words_of(error: Exception) -> Words:
    """Return what an error says in both languages, as far as it says it in both."""
    if isinstance(error, BadInput):
        where = f"{error.where}: " if error.where else ""
        return Words(
            zh=where + error.wrong.zh + error.right.zh,
            en=where + " ".join(filter(None, (error.wrong.in_("en"), error.right.in_("en")))),
        )
    said = said_of(error)
    if isinstance(error, NotFound):
        return Words(zh=f"找不到：{said}", en=f"not found: {said}")
    if isinstance(error, NotAllowed):
        return Words(zh=f"没有权限：{error.right}", en=said)
    return Words(zh=said, en=said)


def _refused(wanted: Refused, refusal: Refusal) -> Iterable[Found]:
    for reason in refusal.reasons:
        good = (
            wanted.clause in (None, reason.clause)
            and wanted.gate in (None, reason.code)
            and wanted.code in (None, reason.code)
            and all(any(name in one for one in reason.names) for name in wanted.names)
            and set(wanted.lifted_by) <= set(reason.who)
        )
        if good:
            return
    yield "refused", show(wanted), told(refusal), ()


def told(refusal: Refusal) -> str:
    """Return a refusal in one line: the code and clause of each reason, why, what is named, who can lift it."""
    return "; ".join(
        f"{one.code} {one.clause} {one.why.zh} [{'、'.join(one.names)}] ({', '.join(one.who)})"
        for one in refusal.reasons
    )


def _why_not(scene: Scene, refusal: Refusal) -> list[str]:
    seen = scene.assessment
    verdicts = [seen.gate(reason.code) for reason in refusal.reasons] if seen else []
    return [line for one in verdicts if one is not None for line in one.trace.lines()]


def _why_clear(scene: Scene, wanted: Refused) -> list[str]:
    seen = scene.assessment
    verdict = seen.gate(wanted.gate) if seen and wanted.gate else None
    return verdict.trace.lines() if verdict else []
