"""The words of careers."""

from typing import Literal

from jiaoban.kernel.words import Words

Standing = Literal["PROBATION", "ASKED", "REGULAR"]

STANDINGS: dict[Standing, Words] = {
    "PROBATION": Words(zh="试用", en="on probation"),
    "ASKED": Words(zh="转正待登记", en="to be registered as regular"),
    "REGULAR": Words(zh="已转正", en="regular"),
}
