"""Telephone numbers as people type them: one form for one number, a gentle sentence for what is none."""

import random
import re

import pytest

from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.words import Words
from jiaoban.lead.rules.numbers import masked, need_no_number, need_no_telephone, normal, shown, without_numbers

MOBILE = "+8613800138000"
LANDLINE = "+862162345678"
OTHER_SIGNS = " -–—－_·.()（）　"


@pytest.mark.parametrize(
    ("typed", "is_"),
    [
        ("13800138000", MOBILE),
        ("138 0013 8000", MOBILE),
        ("138-0013-8000", MOBILE),
        ("１３８００１３８０００", MOBILE),
        ("１３８－００１３－８０００", MOBILE),
        ("+86 138 0013 8000", MOBILE),
        ("+8613800138000", MOBILE),
        ("0086-138-0013-8000", MOBILE),
        ("8613800138000", MOBILE),
        ("013800138000", MOBILE),
        ("手机：138 0013 8000", MOBILE),
        ("\u202d138\u200b00138000\u202c", MOBILE),
        ("(021) 6234-5678", LANDLINE),
        ("（０２１）６２３４５６７８", LANDLINE),
        ("+86 21 6234 5678", LANDLINE),
        ("02162345678", LANDLINE),
        ("021-62345678-808", f"{LANDLINE};ext=808"),
        ("021-62345678转808", f"{LANDLINE};ext=808"),
        ("021 6234 5678 分机：808", f"{LANDLINE};ext=808"),
        ("+86 21 62345678 ext. 808", f"{LANDLINE};ext=808"),
        ("021-62345678 x808", f"{LANDLINE};ext=808"),
        ("13800138000转1", MOBILE),
        ("400-812-3123", "+864008123123"),
        ("+852 2345 6789", "+85223456789"),
        ("+1 650 253 0000", "+16502530000"),
    ],
)
def test_one_number_has_one_form(typed: str, is_: str) -> None:
    assert normal(typed, "CN") == is_
    assert normal(is_, "CN") == is_


def test_the_country_and_the_area_are_those_of_the_regime() -> None:
    assert normal("2345 6789", "HK") == "+85223456789"
    assert normal("6234 5678", "CN", "021") == LANDLINE
    assert normal("6234 5678 转 12", "CN", "021") == f"{LANDLINE};ext=12"
    assert normal("13800138000", "CN", "021") == MOBILE
    with pytest.raises(BadInput):
        normal("6234 5678", "CN")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "没有号码"),
        ("请回电", "没有号码"),
        ("1380013800", "位数不够"),
        ("62345678", "区号"),
        ("138001380001", "太多"),
        ("12345678901", "没有这样的号码"),
        ("+999 123456", "不是电话号码"),
    ],
)
def test_what_is_no_number_is_said_without_repeating_it(typed: str, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        normal(typed, "CN")
    assert said in caught.value.wrong.zh
    assert caught.value.wrong.en
    assert caught.value.where == "number"
    if len(typed) > 3:
        assert typed not in str(caught.value)


def tried(typed: str) -> tuple[str, Words]:
    try:
        return normal(typed, "CN"), Words(zh="")
    except BadInput as bad:
        return "", bad.wrong


def test_a_thousand_broken_shapes_are_refused_or_are_the_number() -> None:
    """Whatever stands between the digits: it is that number, or there is a sentence; never another failure."""
    chance = random.Random(19)
    signs = [
        *OTHER_SIGNS,
        "转",
        "#",
        "x",
        "+",
        "a",
        "号",
        "\u0000",
        "\ud7ff",
        "０",
        "９",
        "٣",
        "Ⅷ",
        "🙂",
        ";",
        "ext=",
        "tel:",
    ]
    same = 0
    for _ in range(1000):
        digits = list("13800138000")
        for _ in range(chance.randrange(0, 6)):
            digits.insert(chance.randrange(len(digits) + 1), chance.choice(signs))
        if chance.random() < 0.3:
            del digits[chance.randrange(len(digits))]
        found, said = tried("".join(digits))
        if found:
            assert re.fullmatch(r"\+[0-9]{5,15}(;ext=[0-9]{1,7})?", found)
            assert normal(shown(found, "CN"), "CN") == found
            same += found == MOBILE
        else:
            assert all((said.zh, said.en))
    assert same > 200


def test_signs_between_digits_never_make_another_number() -> None:
    chance = random.Random(7)
    for _ in range(300):
        digits = list("13800138000")
        for _ in range(chance.randrange(1, 8)):
            digits.insert(chance.randrange(1, len(digits)), chance.choice(" -–－ "))
        assert normal("".join(digits), "CN") == MOBILE


@pytest.mark.parametrize(
    ("number", "is_"),
    [
        (MOBILE, "138****8000"),
        (LANDLINE, "021****5678"),
        (f"{LANDLINE};ext=808", "021****5678 转 ***"),
        ("+864008123123", "40****3123"),
        ("+85223456789", "+85*****6789"),
    ],
)
def test_a_masked_number_hides_four_digits_at_least(number: str, is_: str) -> None:
    assert masked(number, "CN") == is_
    assert is_.count("*") >= 4


@pytest.mark.parametrize(
    "text",
    [
        "打 138 0013 8000",
        "号码13800138000",
        "１３８００１３８０００",
        "021-6234-5678",
        "138–0013–8000",
        "138\u200b0013\u200b8000",
        "138.0013.8000",
        "138 – 0013 – 8000",
        "(021) 6234·5678",
        "一三八零零一三八零零零",
    ],
)
def test_a_number_does_not_slip_into_what_stays(text: str) -> None:
    with pytest.raises(BadInput):
        need_no_number(text, "reason")


@pytest.mark.parametrize(
    "text",
    [
        "多写一个零",
        "2026 年 3 月 10 日来电",
        "2026-03-10 10:15 来电",
        "6800 元写成 68000",
        "共 3 人，12 号",
        "退 12800.50 元",
        "2026.03.10 来电",
    ],
)
def test_a_plain_reason_stays(text: str) -> None:
    need_no_number(text, "reason")


@pytest.mark.parametrize(
    "text",
    [
        "李女士13900000638 约周六试听",
        "139 0000 0638",
        "１３９－００００－０６３８",
        "微信 wx13900000638",
        "+86 139 0000 0638",
        "座机 021-62345678 找前台",
        "国外的 +44 20 7946 0958",
        "1 3 9 0 0 0 0 0 6 3 8",
    ],
)
def test_a_telephone_number_is_found_in_free_text(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        need_no_telephone(text, "CN", "said")
    assert "0638" not in str(caught.value)
    assert caught.value.where == "said"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "无",
        "联系 3000 4000 500，业绩 12,800,000 元",
        "2026-12-01 16:00 到 2026-12-07，9:00-12:00",
        "单号 20261201001",
        "139****0638",
        "1001 1002 1003 室",
    ],
)
def test_figures_days_and_masked_numbers_are_no_telephone_numbers(text: str) -> None:
    need_no_telephone(text, "CN", "said")


@pytest.mark.parametrize(
    ("text", "is_"),
    [
        ("回电 139 1234 5678，晚上", "回电 139 **** 5678，晚上"),
        ("１３９１２３４５６７８", "１３９****５６７８"),
        ("021-62345678 转 8", "021-****5678 转 8"),
        ("一三九一二三四五六七八", "一三九****五六七八"),
        ("139.1234.5678", "139.****.5678"),
        ("1391-2-34-5678", "139*-*-**-5678"),
        ("2026-03-10 10:15 来电", "2026-03-10 10:15 来电"),
        ("2026-03-10 来过，报价 12800.50，3 人", "2026-03-10 来过，报价 12800.50，3 人"),
        ("", ""),
    ],
)
def test_a_number_in_what_was_said_is_masked_like_any_other(text: str, is_: str) -> None:
    assert without_numbers(text) == is_


def test_no_writing_of_a_number_comes_through_with_more_than_seven_figures() -> None:
    chance = random.Random(11)
    for _ in range(500):
        figures = f"1{chance.randrange(10**9, 10**10)}"
        written = "".join(one + chance.choice(("", "", "", " ", "-", " - ", "·", "–")) for one in figures)
        told = without_numbers(f"电话{written}，小王")
        assert sum(one.isdigit() for one in told) <= 7, written
        with pytest.raises(BadInput):
            need_no_number(f"电话{written}", "where")
