"""The words of customers."""

from typing import Literal

from jiaoban.kernel.words import Words

Stand = Literal["OPEN", "APPOINTED", "VISITED", "DEPOSIT", "SOLD", "LOST", "MERGED", "ERASED"]
DealingKind = Literal["TALKED", "LEFT", "NAMED", "OVERRULED"]
Kind = Literal["CONTACT", "APPOINTMENT", "VISIT", "DEPOSIT", "SALE", "LOSS"]

STANDS: dict[Stand, Words] = {
    "OPEN": Words(zh="跟进中", en="Open"),
    "APPOINTED": Words(zh="已邀约", en="Appointed"),
    "VISITED": Words(zh="已到店", en="Visited"),
    "DEPOSIT": Words(zh="已交定金", en="Deposit paid"),
    "SOLD": Words(zh="已成交", en="Sold"),
    "LOST": Words(zh="已流失", en="Lost"),
    "MERGED": Words(zh="已合并", en="Merged"),
    "ERASED": Words(zh="已删除", en="Erased"),
}
"""How far a customer has come."""
KINDS: dict[Kind, Words] = {
    "CONTACT": Words(zh="联系", en="Contact"),
    "APPOINTMENT": Words(zh="邀约", en="Appointment"),
    "VISIT": Words(zh="到店", en="Visit"),
    "DEPOSIT": Words(zh="定金", en="Deposit"),
    "SALE": Words(zh="成交", en="Sale"),
    "LOSS": Words(zh="流失", en="Loss"),
}
"""What happens with a customer."""
GONE: tuple[Stand, ...] = ("MERGED", "ERASED")
"""A customer of whom nothing more is written."""
