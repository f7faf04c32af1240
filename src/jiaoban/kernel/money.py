"""Sums of money as rules reckon with them: decimal, to the cent, never a binary float. Pure."""

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

CENT = Decimal("0.01")
MOST = Decimal("999999999.99")
"""The largest sum that can be entered."""
NOTHING = Decimal("0.00")
SHAPE = r"^\d{1,9}(\.\d{1,2})?$"


def _read(value: Any) -> Decimal:
    """Read a sum as it is written: 3000, 3000.5, 3000.50; digits of full width are taken as digits."""
    if isinstance(value, float):
        raise PydanticCustomError("money_written", "a sum is written as text or a whole number, such as 3000.50")
    try:
        read = Decimal(str(value).strip())
    except InvalidOperation:
        raise PydanticCustomError("money_written", "a sum is written in digits, such as 3000 or 3000.50") from None
    if not read.is_finite() or not 0 <= read <= MOST:
        raise PydanticCustomError("money_outside", "a sum lies between 0 and {n}", {"n": str(MOST)})
    if read != (cents := read.quantize(CENT)):
        raise PydanticCustomError("money_decimals", "a sum has two decimals at most")
    return abs(cents)  # -0 is 0


def _positive(value: Any) -> Decimal:
    read = _read(value)
    if not read:
        raise PydanticCustomError("money_nothing", "the sum is more than 0")
    return read


_WRITTEN = PlainSerializer(str, return_type=str, when_used="json")
MaybeMoney = Annotated[
    Decimal, BeforeValidator(_read), _WRITTEN, WithJsonSchema({"type": "string", "pattern": SHAPE, "maxLength": 12})
]
"""A sum from 0 to 999,999,999.99 in the currency of the place, to the cent."""
Money = Annotated[
    Decimal,
    BeforeValidator(_positive),
    _WRITTEN,
    WithJsonSchema({"type": "string", "pattern": SHAPE, "maxLength": 12, "minLength": 1}),
]
"""A sum above 0."""


def spelled(sum_: Decimal) -> str:
    """Return a sum as people write it: thousands apart, cents only where there are some."""
    return f"{sum_:,.0f}" if sum_ == sum_.to_integral_value() else f"{sum_:,.2f}"
