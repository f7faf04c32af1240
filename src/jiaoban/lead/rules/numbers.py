"""Telephone numbers in one form, however they were typed, and masked. Pure: no book, no clock."""

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.words import Words

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

SHORTEST = 4
"""From so many digits on the desk says how a number goes on."""
_DASHES = re.compile("[\u2010-\u2015\u2212\u30fc\u00b7\u2022_~\uff5e]")
_EXTENSION = re.compile(
    r"\s*(?:转|轉|分机|分機|内线|內線|extension|ext\.?|x|#)\s*[:：]?\s*(?=[0-9]{1,7}\s*$)", re.IGNORECASE
)
_LANDLINE = re.compile(r"(\(?0[1-9][0-9]{1,2}\)?\s*-?\s*[0-9]{3,4}[\s-]?[0-9]{4})\s*-\s*([0-9]{1,6})")
_LOCAL = re.compile("[0-9]{7,8}")
_SAID = re.compile(r"^\s*(?:电话|电话号码|手机|手机号|号码|tel|phone|mobile)\s*[:：.]?\s*", re.IGNORECASE)
_NOTHING = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_DIGITS = re.compile(r"[0-9]")
_RIGHT = Words(
    zh="手机写 11 位；座机带区号，如 021-12345678；国外号码以 + 和国家代码开头。",
    en="A mobile number has 11 digits; a landline has its area code, like 021-12345678; one from abroad begins with +"
    " and the country code.",
)


def normal(typed: str, region: str, area: str = "", field: str = "number") -> str:
    """Return a number as `+` country code, number and, behind `;ext=`, its extension.

    `region`: the country of a number without a country code; `area`: the area code of a landline without one. Full
    width digits, spaces, dashes, brackets and words like 转 or ext. may stand in it. Raises `BadInput`, which does not
    repeat the number.
    """
    import phonenumbers  # a hundredth of a second, wanted by few commands

    text = cleaned(typed)
    if not _DIGITS.search(text):
        raise BadInput(field, Words(zh="这里没有号码。", en="There is no number here."), _RIGHT)
    local = area and _LOCAL.fullmatch(re.sub(r"[\s-]", "", text.partition(" x")[0]))
    for tried in (f"{area}{text}",) if local else (text,):
        found = _parsed(tried, region)
        if found is not None and phonenumbers.is_valid_number(found):
            return _written(found)
    raise BadInput(field, _wrong(_parsed(text, region)), _RIGHT)


def cleaned(typed: str) -> str:
    """Return what was typed with plain digits, plain dashes and a plain sign before the extension."""
    text = _NOTHING.sub("", unicodedata.normalize("NFKC", typed))
    text = _SAID.sub("", _DASHES.sub("-", text)).strip()
    text = _EXTENSION.sub(" x", text)
    tailed = _LANDLINE.fullmatch(text)  # 021-12345678-808: the last group of a landline is its extension
    return f"{tailed[1]} x{tailed[2]}" if tailed else text


def _parsed(text: str, region: str) -> "PhoneNumber | None":
    import phonenumbers

    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None


def _written(number: "PhoneNumber") -> str:
    import phonenumbers

    plain: str = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    has_extensions = phonenumbers.number_type(number) != phonenumbers.PhoneNumberType.MOBILE
    return f"{plain};ext={number.extension}" if number.extension and has_extensions else plain


def _wrong(found: "PhoneNumber | None") -> Words:
    """Say what is wrong with a number that is none, without the number."""
    import phonenumbers

    if found is None:
        return Words(zh="这不是电话号码。", en="This is no telephone number.")
    reason = phonenumbers.is_possible_number_for_type_with_reason(found, phonenumbers.PhoneNumberType.MOBILE)
    if reason == phonenumbers.ValidationResult.TOO_SHORT:
        return Words(zh="号码位数不够，或座机没有写区号。", en="Too few digits, or a landline without its area code.")
    if reason == phonenumbers.ValidationResult.TOO_LONG:
        return Words(zh="号码位数太多。", en="The number has too many digits.")
    return Words(zh="没有这样的号码。", en="There is no such number.")


def _split(number: str) -> tuple[str, str]:
    plain, _, extension = number.partition(";ext=")
    return plain, extension


def shown(number: str, region: str) -> str:
    """Return a number as people read it: one of the own country without its country code."""
    import phonenumbers

    plain, extension = _split(number)
    found: Any = phonenumbers.parse(plain, None)
    own = phonenumbers.region_code_for_number(found) == region
    form = phonenumbers.PhoneNumberFormat.NATIONAL if own else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    text: str = phonenumbers.format_number(found, form)
    return f"{text} 转 {extension}" if extension else text


def _left(digits: int) -> tuple[int, int]:
    """Return how many figures of a masked number stay, at its beginning and at its end."""
    head = 3 if digits >= 11 else max(0, digits - 8)
    return head, min(4, max(0, digits - head - 4))


def masked(number: str, region: str) -> str:
    """Return a number of which at least four digits, and all but seven, are hidden: 138****5678."""
    plain, extension = _split(number)
    text = re.sub("[^0-9+]", "", shown(plain, region))
    digits = len(text)
    head, tail = _left(digits)
    hidden = f"{text[:head]}{'*' * (digits - head - tail)}{text[digits - tail :]}"
    return f"{hidden} 转 ***" if extension else hidden


_DAY = r"20\d\d(?P<between>[-./])(?:0?[1-9]|1[0-2])(?P=between)(?:[12]\d|3[01]|0?[1-9])(?![-./‐-—·]?\d)"
"""A day of this century; no number of a telephone begins so, and none goes on after it."""
_SPOKEN = "〇零一二三四五六七八九幺"
_BETWEEN = r"(?:[\s\-‐-—－_·()（）]{1,3}|[.．](?=\d{3}))?"
"""What people write between the figures of a number; after a point three figures at least, two are of an amount."""
_NUMBER = re.compile(rf"(?P<day>(?<!\d){_DAY})|\d(?:{_BETWEEN}\d){{6,}}|[{_SPOKEN}]{{7,}}")


def without_numbers(text: str) -> str:
    """Return a text with every number in it masked, however it is written: what is said about a customer can hold one,
    and a list or file that hides numbers hides it as well. A day such as 2026-12-01 stays."""
    return _NUMBER.sub(lambda found: found[0] if found["day"] else _all_but_some(found[0]), text)


def _all_but_some(written: str) -> str:
    """Hide as many figures as `masked` does, and keep what stands between them."""
    figures = [place for place, one in enumerate(written) if one.isdigit() or one in _SPOKEN]
    head, tail = _left(len(figures))
    hidden = set(figures[head : len(figures) - tail])
    return "".join("*" if place in hidden else one for place, one in enumerate(written))


def need_no_number(text: str, field: str) -> None:
    """Refuse a number in a text that stands in the book for ever; raises `BadInput`."""
    plain = _DASHES.sub("-", _NOTHING.sub("", unicodedata.normalize("NFKC", text)))
    if any(not found["day"] for found in _NUMBER.finditer(plain)):
        raise BadInput(
            field,
            Words(
                zh="这里写进账本，删不掉，不能写号码。", en="This stays in the book for ever; it cannot hold a number."
            ),
            Words(zh="请去掉号码，只写原因。", en="Leave the number out and give the reason alone."),
        )


_GLUED = re.compile(r"(?<=[A-Za-z])(?=[0-9+])")


def need_no_telephone(text: str, region: str, field: str) -> None:
    """Refuse a telephone number, as one of this country or with its country code, in a text that stands in the book for
    ever and may go to a chat group; figures, days and times are none. Raises `BadInput`, which does not repeat it."""
    import phonenumbers  # a hundredth of a second, wanted by few commands

    plain = _GLUED.sub(" ", _DASHES.sub("-", unicodedata.normalize("NFKC", text)))
    if phonenumbers.PhoneNumberMatcher(plain, region, leniency=phonenumbers.Leniency.VALID).has_next():
        raise BadInput(
            field,
            Words(
                zh="这里写进账本，还会发到群里，删不掉，不能写电话号码。",
                en="This stays in the book for ever and goes to the chat group; it cannot hold a telephone number.",
            ),
            Words(
                zh="请去掉号码，写客户的称呼；号码登记在客户页。",
                en="Leave the number out and name the customer; numbers belong on the customer's page.",
            ),
        )
