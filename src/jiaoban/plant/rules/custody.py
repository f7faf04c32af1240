"""Counting things in custody, moving and lending them, recording and settling what is missing."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from jiaoban.kernel.act import Proposed
from jiaoban.kernel.refusal import BadInput, Declined
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.plant.acts import BroughtBack, CountAgreed, CustodyMoved, Found, Lent, ShortageRecorded
from jiaoban.plant.places import at_homes, homes
from jiaoban.plant.rules import places as at
from jiaoban.plant.tables import CustodyItem, Loan
from jiaoban.plant.terms import INWARD

CHECK = Words(zh="请核对数量。", en="Check the number.")


def once_each(keys: Sequence[str], where: str) -> None:
    """Raise `BadInput` when something is named twice: it would not be clear which figure counts."""
    seen: set[str] = set()
    for place, key in enumerate(keys):
        if key in seen:
            raise BadInput(
                f"{where}.{place}",
                Words(zh=f"「{key}」出现了两次。", en=f"'{key}' is named twice."),
                Words(zh="每项只填一次。", en="Name each once."),
            )
        seen.add(key)


def plain_names(names: Sequence[str], where: str) -> None:
    """Raise `BadInput` where a component is called something with a dot in it, which forms cannot send."""
    for place, name in enumerate(names):
        if "." in name:
            raise BadInput(
                f"{where}.{place}",
                Words(zh=f"「{name}」里有句点。", en=f"There is a dot in {name!r}."),
                Words(zh="请去掉句点。", en="Leave it out."),
            )


def need_numbers(line: CustodyItem, number: int, numbers: Sequence[str]) -> None:
    """Raise `BadInput` unless things that are told apart are named, and as many of them as are meant; and for numbers
    of things that are not told apart."""
    once_each(numbers, "numbers")
    if bool(line.numbers) != bool(numbers) and number:
        wrong = Words(zh="这种物品按编号管理。", en="These are told apart by their numbers.")
        right = Words(zh="请写明编号。", en="Say which.")
        if numbers:
            wrong = Words(zh="这种物品没有编号。", en="These are not told apart by numbers.")
            right = Words(zh="请只填数量。", en="Give their number alone.")
        raise BadInput("numbers", wrong, right)
    if numbers and len(numbers) != number:
        raise BadInput(
            "number",
            Words(zh=f"写了 {len(numbers)} 个编号，数量却是 {number}。", en=f"{len(numbers)} are named, not {number}."),
            CHECK,
        )


def move(line: CustodyItem, moved: CustodyMoved, *, supervises: bool, most: int) -> Proposed:
    """Return the act that moves some of a thing in custody.

    Declined when anybody but the supervisor writes it off: a loss does not become right by those who lost it.
    So it is when more go than there are: see `places.too_many`. `BadInput` when there would be more than `most`.
    """
    if moved.movement == "LOST" and not supervises:
        raise Declined(
            plain(
                "write-off",
                "丢失的物品由当班负责人核销。",
                "What is lost is written off by the shift supervisor.",
                "请报告当班负责人，核实后由其核销。",
                "Report it; the supervisor looks into it and writes it off.",
                who=("supervisor",),
            ),
            about=line.key,
        )
    _need_so_many(line, moved)
    if moved.movement == "RECEIVED" or not line.numbers or moved.place:
        at.need_place(line, moved.place, moved.number, takes=moved.movement not in INWARD)
    if moved.movement in INWARD and line.expected + moved.number > most:
        raise BadInput("number", Words(zh=f"合计超过 {most}。", en=f"There would be more than {most}."), CHECK)
    if line.numbers or moved.numbers:
        need_numbers(line, moved.number, moved.numbers)
        if moved.movement in ("ISSUED", "RETURNED"):
            raise BadInput(
                "movement",
                Words(zh="按编号管理的物品不在这里借还。", en="What has numbers is not lent here."),
                Words(zh="请用「借出」和「归还」办理。", en="Lend it and bring it back."),
            )
        _need_known(line, moved.numbers, new=moved.movement == "RECEIVED")
    return Proposed(moved)


def lend(line: CustodyItem, lent: Lent, out: Iterable[Loan], now: datetime) -> Proposed:
    """Return the act that lends some of a thing.

    Declined when more go than there are; `BadInput` when one is not there or lent already, or it would be due back in
    the past.
    """
    if lent.number > line.expected:
        raise at.too_many(line)
    need_numbers(line, lent.number, lent.numbers)
    if not line.numbers or lent.place:
        at.need_place(line, lent.place, lent.number, takes=True)
    _need_known(line, lent.numbers, new=False)
    _need_here(lent.numbers, [number for one in out for number in one.numbers_left])
    if lent.due_at is not None and lent.due_at <= now:
        raise BadInput(
            "due_at",
            Words(zh="归还时间已经过去。", en="It would be due back in the past."),
            Words(zh="请填写将来的时间。", en="Give a moment to come."),
        )
    return Proposed(lent)


def bring_back(line: CustodyItem, loan: Loan, back: BroughtBack) -> Proposed:
    """Return the act that takes some of a loan back; where no place is said it goes to where it was.

    Declined when everything is back; `BadInput` when more come back than are out, others than were lent, or something
    is damaged and nothing says how.
    """
    if not loan.open:
        raise Declined(
            plain("loan-closed", "已经全部归还。", "It is all back.", "无需重复。", "No need to repeat it."),
            about=loan.key,
            conflict=True,
        )
    if back.number > loan.left:
        raise BadInput(
            "number",
            Words(zh=f"只有 {loan.left} 件在外。", en=f"Only {loan.left} are out."),
            CHECK,
        )
    strange = [one for one in back.numbers if one not in loan.numbers_left]
    if strange or (loan.numbers and len(back.numbers) != back.number):
        raise BadInput(
            "numbers",
            Words(zh="编号与借出的不符。", en="These are not the numbers that are out."),
            Words(
                zh=f"在外的是：{'、'.join(loan.numbers_left) or '无编号'}。", en=f"Out: {', '.join(loan.numbers_left)}."
            ),
        )
    if back.condition == "DAMAGED" and not back.note:
        raise BadInput(
            "note",
            Words(zh="损坏情况没有写明。", en="It is not said what is damaged."),
            Words(zh="请写明哪里坏了、怎么坏的。", en="Say what is broken and how."),
        )
    back = back.model_copy(update={"place": back.place or loan.place})
    if not line.numbers or back.place:
        at.need_place(line, back.place, back.number, takes=False)
    return Proposed(back)


def found(line: CustodyItem, said: Found, out: Iterable[Loan], *, by_place: bool, where: str) -> Found:
    """Return what was found beside which of them are missing; `BadInput` where figure, numbers and places disagree,
    and where the regime asks for places (`by_place`) and none are told."""
    told = at.told(line, said.places, asked=by_place, found=said.found, where=f"{where}.places")
    if told and at.total(told) != said.found:
        raise BadInput(
            f"{where}.found",
            Words(zh=f"各位置合计是 {at.total(told)}，不是 {said.found}。", en="The places come to another figure."),
            CHECK,
        )
    numbers = tuple(homes(told)) if told and line.numbers else said.numbers
    said = said.model_copy(update={"places": told, "numbers": numbers})
    if said.numbers or (line.numbers and said.found):
        need_numbers(line, said.found, said.numbers)
    _put_together(line, said)
    gone = {number for one in out for number in one.numbers_left}
    missing = tuple(one for one in line.numbers if one not in gone and one not in said.numbers)
    return said.model_copy(update={"expected": line.expected, "missing": missing})


def _put_together(line: CustodyItem, said: Found) -> None:
    """Raise `BadInput` unless a count that is put together of components names each of them, and they come to it."""
    if set(said.parts) != set(line.components):
        zh, en = "、".join(line.components) or "无", ", ".join(line.components) or "none"
        raise BadInput(
            "parts",
            Words(zh="分项没有逐项写明。", en="The components are not told one by one."),
            Words(zh=f"应写明：{zh}。", en=f"Tell each of: {en}."),
        )
    if said.parts and sum(said.parts.values()) != said.found:
        raise BadInput(
            "found",
            Words(
                zh=f"分项合计是 {sum(said.parts.values())}，不是 {said.found}。",
                en="The components come to another figure.",
            ),
            CHECK,
        )


def record_shortage(line: CustodyItem, shortage: ShortageRecorded) -> Proposed:
    """Return the act that records a shortage (or damage, `missing` 0); declined when more are missing than there
    are."""
    if shortage.missing > line.expected:
        raise at.too_many(line)
    return Proposed(shortage)


def agree(line: CustodyItem, agreed: CountAgreed, out: Iterable[Loan]) -> Proposed:
    """Return the act that settles a difference: so many there are agreed to be.

    Declined when nothing differs, `BadInput` where one is said to be there that is lent.
    """
    if agreed.agreed == line.expected and not line.numbers and not line.places:
        raise Declined(
            plain(
                "nothing-differs",
                "与应有数量相同，没有差异。",
                "That is what there must be; nothing differs.",
                "没有差异就不必认定。",
                "There is nothing to settle.",
            ),
            about=line.key,
        )
    agreed = _agreed_places(line, agreed)
    if line.numbers:
        need_numbers(line, agreed.agreed, agreed.numbers)
        gone = tuple(number for one in out for number in one.numbers_left)
        _need_here(agreed.numbers, gone)
        where = {one: place for one, place in homes(line.places).items() if one in gone} | homes(agreed.places)
        places = at_homes(where, [one.place for one in agreed.places]) if line.places else ()
        agreed = agreed.model_copy(update={"numbers": (*agreed.numbers, *gone), "places": places})
    return Proposed(agreed)


def _agreed_places(line: CustodyItem, agreed: CountAgreed) -> CountAgreed:
    """Return what is agreed with what is where from now on; `BadInput` where the thing is kept at places and it is not
    told, or comes to another figure."""
    places = at.told(line, agreed.places, asked=True, found=agreed.agreed, where="places")
    if places and not line.places:
        raise BadInput("places", Words(zh="这种物品没有登记存放位置。", en="No places are registered for this."), CHECK)
    if places and at.total(places) != agreed.agreed:
        raise BadInput(
            "places",
            Words(zh=f"各位置合计是 {at.total(places)}，不是 {agreed.agreed}。", en="They come to another figure."),
            CHECK,
        )
    numbers = tuple(homes(places)) if places and line.numbers else agreed.numbers
    return agreed.model_copy(update={"places": places, "numbers": numbers})


def _need_so_many(line: CustodyItem, moved: CustodyMoved) -> None:
    if moved.movement not in INWARD and moved.number > line.expected:
        raise at.too_many(line)


def _need_here(numbers: Iterable[str], gone: Sequence[str]) -> None:
    """Raise `BadInput` for numbers that are lent."""
    away = [one for one in numbers if one in gone]
    if away:
        raise BadInput(
            "numbers",
            Words(zh=f"{'、'.join(away)} 已经借出。", en=f"{', '.join(away)} is lent already."),
            Words(zh="请核对编号。", en="Check the numbers."),
        )


def _need_known(line: CustodyItem, numbers: Sequence[str], *, new: bool) -> None:
    wrong = [one for one in numbers if (one in line.numbers) is new]
    if wrong:
        said = ("已经在册", "is in the register already") if new else ("不在册", "is not in the register")
        raise BadInput(
            "numbers",
            Words(zh=f"{'、'.join(wrong)} {said[0]}。", en=f"{', '.join(wrong)} {said[1]}."),
            Words(zh="请核对编号。", en="Check the numbers."),
        )
