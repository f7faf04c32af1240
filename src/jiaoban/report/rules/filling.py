"""What may stand in a report: every field checked and written in one way. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal

from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.words import Words
from jiaoban.regime.reports import ReportField, ReportForm

_NUMBER, _MONEY = re.compile(r"[0-9]{1,12}"), re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
LONGEST = {"text": 500, "lines": 4000}


def filled(form: ReportForm, given: Mapping[str, str]) -> dict[str, str]:
    """Return what a whole report says, in the order of its fields; what is left empty is left out.

    Raises `BadInput` for the first field that cannot stand, is unknown, or is wanted and empty.
    """
    _need_known(form, given)
    said = {one.id: read(one, given.get(one.id, "")) for one in form.fields}
    for one in form.fields:
        if one.required and not said[one.id]:
            raise BadInput(
                _at(one),
                Words(zh=f"没有填「{one.title.zh}」。", en=f"'{one.title.in_('en')}' is empty."),
                Words(zh="请填写；没有就写 0 或「无」。", en="Fill it in; write 0 or 'none' where there is nothing."),
            )
    return {name: text for name, text in said.items() if text}


def put_right(form: ReportForm, before: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Return the fields that a correction changes, '' for one that it empties. Raises `BadInput`, also where nothing
    changes."""
    _need_known(form, given)
    now = filled(form, {**before, **given})
    changed = {one.id: now.get(one.id, "") for one in form.fields if now.get(one.id, "") != before.get(one.id, "")}
    if not changed:
        raise BadInput(
            "values",
            Words(zh="和原来的一样，没有改动。", en="Nothing is other than before."),
            Words(zh="请改动要更正的项目。", en="Change what is to be put right."),
        )
    return changed


def read(one: ReportField, text: str) -> str:
    """Return what was typed into a field as it is kept: figures in plain digits, money with its places. Raises
    `BadInput`."""
    text = text.strip()
    if not text:
        return ""
    if one.type in ("number", "money"):
        return _figure(one, text)
    if one.type == "choice" and text not in one.choices:
        raise BadInput(
            _at(one),
            Words(zh=f"「{one.title.zh}」里没有这个选项。", en=f"'{one.title.in_('en')}' has no such choice."),
            Words(zh=f"应为：{'、'.join(one.choices)}。", en=f"It should be one of {', '.join(one.choices)}."),
        )
    longest = LONGEST.get(one.type, 200)
    if len(text) > longest or (one.type == "text" and "\n" in text):
        raise BadInput(
            _at(one),
            Words(zh=f"「{one.title.zh}」太长。", en=f"'{one.title.in_('en')}' is too long."),
            Words(zh=f"最多 {longest} 个字。", en=f"At most {longest} characters."),
        )
    return text


def _figure(one: ReportField, text: str) -> str:
    """Full-width digits, and commas between thousands, are read as people mean them."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    if not (_MONEY if one.type == "money" else _NUMBER).fullmatch(plain):
        money = one.type == "money"
        wanted_zh = "不小于 0 的金额，最多两位小数" if money else "不小于 0 的整数"
        wanted_en = "an amount of 0 or more, two places at most" if money else "a whole number of 0 or more"
        raise BadInput(
            _at(one),
            Words(
                zh=f"「{one.title.zh}」不是数：{text[:40]}。", en=f"'{one.title.in_('en')}' is no figure: {text[:40]}."
            ),
            Words(zh=f"请填{wanted_zh}。", en=f"Give {wanted_en}."),
        )
    return format(Decimal(plain), "f")


def _need_known(form: ReportForm, given: Mapping[str, str]) -> None:
    known = {one.id for one in form.fields}
    strange = next((name for name in given if name not in known), None)
    if strange is not None:
        raise BadInput(
            f"values.{strange[:60]}",
            Words(zh=f"这份报表没有「{strange[:60]}」一栏。", en=f"This report has no field {strange[:60]!r}."),
            Words(zh=f"应为：{'、'.join(sorted(known))}。", en=f"It should be one of {', '.join(sorted(known))}."),
        )


def _at(one: ReportField) -> str:
    return f"values.{one.id}"


def sums(form: ReportForm, said: Iterable[Mapping[str, str]]) -> dict[str, Decimal]:
    """Return the sum of every field that is added up, over what several reports say."""
    listed = list(said)
    names = [one.id for one in form.fields if one.sum]
    return {name: sum((Decimal(one[name]) for one in listed if one.get(name)), Decimal(0)) for name in names}
