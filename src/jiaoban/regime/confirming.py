"""What named parties confirm by their word, and the signatures under the record."""

from operator import not_
from typing import Literal

from pydantic import Field as Key

from jiaoban.kernel.words import Words
from jiaoban.regime.conditions import Condition
from jiaoban.regime.part import By, Id, Rule, Span


class Confirmation(Rule):
    """Something that named parties confirm by their word: once, per line or per subject.

    `people`: how many different people of each party ('all' or a number). `waived_by`: who may waive it with a reason;
    `witness`: a waiver counts once somebody else, of this party, has witnessed it.
    `third`: what third party it is, when one of the parties is `third`. `results`: who confirms says what was found,
    NORMAL or ABNORMAL; what is not normal wants a note or a photograph. `route`: the subjects are check points and are
    confirmed in their order. `opens`: not earlier than so long before the hour. `findings`: what the side that may
    object finds there becomes an objection of this kind. `after`: not before that point is confirmed; `independent`: by
    somebody else than confirmed that one. `again`: after an accident that suspended the handover, once more. `at_tag`:
    only at the thing itself, by its tag.
    """

    title: Words
    asks: Words = Words(zh="")
    parties: tuple[By, ...]
    per: Literal["handover", "line", "subject"] = "handover"
    where: Condition | None = None
    people: int | Literal["all"] = 1
    waived_by: tuple[By, ...] = ()
    third: Words | None = None
    results: bool = Key(default=False, exclude_if=not_)
    route: bool = Key(default=False, exclude_if=not_)
    opens: Span | None = None
    findings: Id | None = None
    witness: By | None = None
    after: Id | None = None
    independent: bool = Key(default=False, exclude_if=not_)
    again: bool = Key(default=False, exclude_if=not_)
    at_tag: bool = Key(default=False, exclude_if=not_)


class Signature(Rule):
    """A signature of the record, in the order of the list. `people`: everybody of the party, or one. `other_person`:
    not by somebody who has signed for another party already."""

    party: By
    says: Words
    people: Literal["all", "one"] = "all"
    other_person: bool = Key(default=False, exclude_if=not_)
