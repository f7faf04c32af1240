"""Verbs about portable earths: their register, hanging one, removing one."""

from datetime import datetime

from pydantic import Field

from jiaoban.kernel.access import Right
from jiaoban.kernel.fields import MaybePhrase, MaybeRef, MaybeText, Moment, NewKey, Phrase, Ref
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.verbs import Args, Context, Decision, verb
from jiaoban.plant import acts, isolation, queries
from jiaoban.plant.rules import earths as rules
from jiaoban.plant.rules import register
from jiaoban.plant.tables import Earth
from jiaoban.plant.usecases.speaking import tongue


class RegisterEarth(Args):
    """A line of the register of portable earths, new or corrected."""

    earth: NewKey = Field(title="接地线键 Key")
    number: Phrase = Field(title="编号 Number")
    spec: MaybePhrase = Field(default="", title="规格 Kind")
    home: MaybePhrase = Field(default="", title="存放处 Kept at")
    in_use: bool = Field(default=True, title="在册 In use")


class HangEarth(Args):
    """Where an earth was hung, by which permit and by whom."""

    earth: Ref = Field(title="接地线 Earth")
    where: Phrase = Field(title="挂设地点 Where")
    equipment: MaybeRef = Field(default="", title="设备 Equipment")
    permit: MaybeRef = Field(default="", title="工作票 Permit")
    hung_by: MaybePhrase = Field(default="", title="挂设人 Hung by")
    guardian: MaybePhrase = Field(default="", title="监护人 Guardian")
    occurred_at: Moment | None = Field(default=None, title="挂设时间 Hung at")


class RemoveEarth(Args):
    """An earth that hangs, and who removed it."""

    earth: Ref = Field(title="接地线 Earth")
    removed_by: MaybePhrase = Field(default="", title="拆除人 Removed by")
    note: MaybeText = Field(default="", title="说明 Note")
    occurred_at: Moment | None = Field(default=None, title="拆除时间 Removed at")


@verb("plant.register_earth", right=Right.SUPERVISE)
def register_earth(context: Context, args: RegisterEarth) -> Decision:
    """Enter a portable earth of this post in the register, or correct its line."""
    there = isolation.earth(context.book, args.earth)
    register.own_post(args.earth, there.post if there else None, context.place.post)
    same = isolation.earth_numbered(context.book, context.place.post, args.number)
    return [rules.register(acts.EarthRegistered(**args.model_dump()), there, same)]


@verb("plant.hang_earth", right=Right.WORK)
def hang_earth(context: Context, args: HangEarth) -> Decision:
    """Record that a portable earth was hung at a place."""
    earth = _earth(context, args.earth)
    permit = queries.matter(context.book, args.permit) if args.permit else None
    if args.permit and permit is None:
        raise NotFound(f"permit {args.permit}", "permit")
    hung = acts.EarthHung(
        hanging=context.command,
        number=earth.number,
        permit_number=(permit.number or permit.title) if permit else "",
        place=args.where,
        **args.model_dump(exclude={"occurred_at", "where"}),
    )
    return rules.hang(earth, hung, permit, _telling(context, args.occurred_at, args.equipment))


@verb("plant.remove_earth", right=Right.WORK)
def remove_earth(context: Context, args: RemoveEarth) -> Decision:
    """Record that a portable earth was removed from where it hung."""
    earth = _earth(context, args.earth)
    equipment = earth.hanging.equipment if earth.hanging else ""
    telling = _telling(context, args.occurred_at, equipment)
    return rules.remove(earth, args.removed_by, args.note, telling)


def _earth(context: Context, key: str) -> Earth:
    found = isolation.earth(context.book, key)
    if found is None or found.post != context.place.post or not found.in_use:
        raise NotFound(f"earth {key}", "earth")
    return found


def _telling(context: Context, happened: datetime | None, equipment: str) -> rules.Telling:
    unit = queries.equipment(context.book, equipment) if equipment else None
    if equipment and unit is None:
        raise NotFound(f"equipment {equipment}", "equipment")
    return rules.Telling(
        entry=f"{context.command}.log",
        happened=happened,
        place=context.place,
        now=context.now,
        say=tongue(context),
        unit=unit.name if unit else "",
    )
