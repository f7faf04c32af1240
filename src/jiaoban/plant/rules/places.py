"""Keeping things in custody at places: what is where by the register, by a movement, by a count. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence

from jiaoban.kernel.act import Proposed
from jiaoban.kernel.refusal import BadInput, Declined
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.plant.acts import Relocated
from jiaoban.plant.places import RESERVED, Kept, amounts, homes
from jiaoban.plant.tables import CustodyItem, Loan

NAME_IT = Words(zh="请写明存放位置。", en="Say at which place.")


def laid_out(said: Sequence[Kept], *, numbered: bool, where: str = "places") -> tuple[Kept, ...]:
    """Return what is where, as numbers of things that are told apart or as a figure for each place.

    A lone figure is a number or how many there are, as the thing is told apart or not. Raises `BadInput` for a place
    without anything said of it, a name of a place that has a sign of division in it, a place or a number named twice.
    """
    places = [_one(one, numbered=numbered, where=f"{where}.{n}") for n, one in enumerate(said)]
    for what, many in Counter([one.place for one in places] + [n for one in places for n in one.numbers]).items():
        if many > 1:
            raise BadInput(
                where,
                Words(zh=f"「{what}」写了两次。", en=f"{what!r} is named twice."),
                Words(zh="每个位置、每个编号只写一次。", en="Name each place and each number once."),
            )
    return tuple(places)


def _one(one: Kept, *, numbered: bool, where: str) -> Kept:
    if RESERVED.search(one.place):
        raise BadInput(
            where,
            Words(zh=f"位置名「{one.place}」里有标点。", en=f"The name of a place has a sign in it: {one.place!r}."),
            Words(zh="位置名里不用冒号、逗号、顿号、分号和括号。", en="Leave colons, commas and brackets out."),
        )
    if numbered:
        if one.number and one.number != len(one.numbers):
            raise BadInput(
                where,
                Words(zh=f"「{one.place}」按编号管理，没有写编号。", en=f"At {one.place}: say which numbers."),
                Words(zh="请写明编号。", en="Say which."),
            )
        return Kept(place=one.place, numbers=one.numbers)
    if not one.numbers:
        return Kept(place=one.place, number=one.number)
    if len(one.numbers) > 1 or not (one.numbers[0].isascii() and one.numbers[0].isdigit() and len(one.numbers[0]) < 7):
        raise BadInput(
            where,
            Words(zh=f"「{one.place}」写的不是数量。", en=f"What is said of {one.place} is no figure."),
            Words(
                zh="没有编号的物品，每个位置只写一个数。", en="Where they are not told apart, give one figure a place."
            ),
        )
    return Kept(place=one.place, number=int(one.numbers[0]))


def tells_numbers(said: Iterable[Kept]) -> bool:
    """Say whether places name numbers of things that are told apart: more than a lone figure stands at one of them."""
    return any(len(one.numbers) > 1 or (one.numbers and not one.numbers[0].isdigit()) for one in said)


def total(places: Iterable[Kept]) -> int:
    """Return how many things that is."""
    return sum(len(one.numbers) or one.number for one in places)


def need_place(line: CustodyItem, place: str, number: int, *, takes: bool, field: str = "place") -> None:
    """Raise `BadInput` where a thing is kept at places and none is named, and for a place of a thing that is kept at
    none. Declined where not so many are at it as are taken away: see `too_many`."""
    if bool(line.places) != bool(place):
        wrong = Words(zh="这种物品分位置存放。", en="This is kept at places.")
        if place:
            wrong = Words(zh="这种物品没有登记存放位置。", en="No places are registered for this.")
        raise BadInput(field, wrong, NAME_IT if line.places else Words(zh="请不填位置。", en="Leave the place out."))
    if place and RESERVED.search(place):
        _one(Kept(place=place), numbered=True, where=field)
    if place and takes and not line.numbers and amounts(line.places).get(place, 0) < number:
        raise too_many(line)


def relocate(line: CustodyItem, moved: Relocated, out: Iterable[Loan]) -> Proposed:
    """Return the act by which some of a thing is kept at another place.

    `BadInput` for a thing that is kept at no place, numbers that are lent or not in the register, nothing that moves.
    Declined for more than there are at the place, and a place that is the one it has: either would tell whoever counts
    blind what is where, so the guess stands in the book.
    """
    need_place(line, moved.to, 0, takes=False, field="to")
    if line.numbers:
        where = homes(line.places)
        lent = [number for one in out for number in one.numbers_left if number in moved.numbers]
        wrong = [one for one in moved.numbers if one not in line.numbers] + lent
        if wrong or not moved.numbers:
            raise BadInput(
                "numbers",
                Words(
                    zh=f"{'、'.join(wrong) or '编号'} 不在场。", en=f"Not there: {', '.join(wrong) or 'no numbers'}."
                ),
                Words(zh="请写明在场的编号。", en="Name numbers that are there."),
            )
        same = all(where.get(one) == moved.to for one in moved.numbers)
        moved = moved.model_copy(update={"number": len(moved.numbers), "place": ""})
    else:
        need_place(line, moved.place, moved.number, takes=True)
        same = moved.place == moved.to
    if not moved.number:
        raise BadInput(
            "number",
            Words(zh="没有写移多少。", en="How many move is not said."),
            Words(zh="请写明数量。", en="Say how many."),
        )
    if same:
        raise Declined(
            plain(
                "there-already",
                "本来就在那里。",
                "It is there already.",
                "请填另一个位置。",
                "Give another place.",
            ),
            about=line.key,
        )
    return Proposed(moved)


def too_many(line: CustodyItem) -> Declined:
    """Return what declines more of a thing than there are, or than there are at a place.

    It says no figure. Whoever is to count them blind could still find it by guessing: so every guess that fails is a
    refusal, which stands in the book beside their name.
    """
    return Declined(
        plain(
            "not-so-many",
            "数量大于应有数量。",
            "There are not so many of it.",
            "请核对数量。",
            "Check the number.",
        ),
        about=line.key,
    )


def told(line: CustodyItem, said: Sequence[Kept], *, asked: bool, found: int, where: str) -> tuple[Kept, ...]:
    """Return what a count tells by place. Raises `BadInput` where the regime asks for places (`asked`) of a thing that
    is kept at some, something was found and none is told."""
    if asked and line.places and found and not said:
        raise BadInput(
            where,
            Words(zh="没有写明在哪个位置。", en="It is not said what is at which place."),
            Words(zh="请逐个位置写明有什么。", en="Say for each place what is there."),
        )
    return laid_out(said, numbered=bool(line.numbers), where=where)
