"""Whose customer it is, in a sentence with the moments that decided. Pure."""

from collections.abc import Callable, Mapping
from datetime import datetime

from jiaoban.kernel.tongue import CHINESE, ENGLISH
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.lead.rules.ownership import Basis, Owned, Rules
from jiaoban.lead.rules.reach import DAY, inside
from jiaoban.regime.owning import Reach

Said = tuple[str, str]
SENTENCES: dict[Basis, Said] = {
    "NOBODY": ("还没有人联系过，不属于任何人。", "Nobody has dealt with this customer: nobody's."),
    "LOST": (
        "{when}由{by}登记流失，之后没有人再联系，不属于任何人。",
        "Lost on {when} ({by}) and contacted by nobody since: nobody's.",
    ),
    "ALONE": ("只有{who}联系过，归{who}。", "Only {who} has dealt with this customer: theirs."),
    "PROMISED": (
        "{who}最先约定时间和地点（{when}约定，{for_at}到{place}），{reach}内到店归{who}。",
        "{who} first fixed time and place (on {when}, for {for_at} at {place}): theirs if they come within {reach}.",
    ),
    "FIRST": (
        "{who}最先约定时间和地点（{when}约定），客户{visit}到店，在{reach}内，归{who}。",
        "{who} first fixed time and place (on {when}) and the customer came on {visit}, within {reach}: theirs.",
    ),
    "SHARED": (
        "{people}都联系过，没有人约定时间和地点，资源共享。",
        "{people} have all dealt with this customer and nobody has fixed time and place: shared.",
    ),
    "FAR": (
        "{people}都联系过；{by}{when}约定，{beyond}超出{reach}，资源共享。",
        "{people} have all dealt with this customer; {by} fixed a time on {when}, {beyond} beyond {reach}: shared.",
    ),
    "BOUGHT": (
        "属于共享的客户，{visit}由{who}成交，归{who}。",
        "A shared customer who bought from {who} on {visit}: theirs.",
    ),
    "SETTLED": (
        "撞单由双方商定并报告主管（{when}），归{who}。",
        "A collision, settled by those concerned and reported on {when}: {who}'s.",
    ),
    "RULED": ("撞单由{by}裁定（{when}），归{who}。", "A collision, ruled on by {by} on {when}: {who}'s."),
    "VOID": (
        "撞单没有商定，{when}起此单作废，不计入任何人。",
        "A collision without agreement: void since {when}, it counts for nobody.",
    ),
    "RECEIVED": (
        "{who}邀约并接待（{when}到店未成交），由{who}主负责跟进。",
        "{who} invited and received the customer, who came on {when} and did not buy: {who} leads.",
    ),
    "AGREED": (
        "到店未成交，{who}与{other}{when}商定由{who}主负责跟进。",
        "Came and did not buy; {who} and {other} agreed on {when} that {who} leads.",
    ),
    "PASSED": (
        "{other}主负责{reach}内没有结果，{when}起换{who}主负责跟进。",
        "{other} led for {reach} without result; since {when} {who} leads.",
    ),
    "DEPOSIT": (
        "双方都要主负责，定金{when}交给{who}，由{who}主负责跟进。",
        "Both wanted to lead; the deposit was paid to {who} on {when}: {who} leads.",
    ),
    "OVERRULED": (
        "{by}{when}另定由{who}主负责跟进。",
        "{by} decided on {when} that {who} leads.",
    ),
}
BRIEFLY: dict[Basis, Words] = {
    "NOBODY": Words(zh="没有人联系", en="nobody in touch"),
    "LOST": Words(zh="流失", en="lost"),
    "ALONE": Words(zh="只有一人联系", en="one person in touch"),
    "PROMISED": Words(zh="最先约定，时间未到", en="fixed first, time runs"),
    "FIRST": Words(zh="最先约定，按时到店", en="fixed first, came in time"),
    "SHARED": Words(zh="多人联系，没有邀约", en="several, no appointment"),
    "FAR": Words(zh="超出时间", en="beyond the time"),
    "BOUGHT": Words(zh="成交", en="closed the sale"),
    "SETTLED": Words(zh="撞单商定", en="collision settled"),
    "RULED": Words(zh="主管裁定", en="ruled"),
    "VOID": Words(zh="撞单作废", en="collision void"),
    "RECEIVED": Words(zh="邀约并接待", en="invited and received"),
    "AGREED": Words(zh="商定主负责", en="agreed to lead"),
    "PASSED": Words(zh="没有结果，换另一方", en="no result, passed on"),
    "DEPOSIT": Words(zh="收了定金", en="took the deposit"),
    "OVERRULED": Words(zh="主管另定", en="by the supervisor"),
}
"""Why it is whose it is, in a few words."""
STAYED: Said = (
    "{when}应换{other}主负责，{other}当月不得跟进客户，仍由{who}主负责。",
    "On {when} it should have passed to {other}, who may not follow customers in that month; {who} still leads.",
)
LATE: Said = (
    "客户{visit}到店，应当日商定，晚了。",
    "The customer came on {visit}; it was to be agreed on that day, and came late.",
)
SOLD: Said = ("{when}成交，业绩归{who}。", "Sold on {when}: the revenue is {who}'s.")
SOLD_SHARED: Said = (
    "{when}成交，业绩{who}占{share}%，其余归{sharing}。",
    "Sold on {when}: {share} % of the revenue is {who}'s, the rest {sharing}'s.",
)
SOLD_VOID: Said = ("{when}成交，不计入任何人的业绩。", "Sold on {when}: the revenue is nobody's.")


def sentence(owned: Owned, names: Mapping[str, str], rules: Rules, zone: str) -> Words:
    """Return whose customer it is and why, as one or two sentences; `names` of the people by their keys."""
    zh, en = (_filled(owned, names, rules, zone, language) for language in (0, 1))
    return Words(zh=zh, en=en)


def span(rule: Reach, language: int) -> str:
    """Return a length of time in words, with how it is counted."""
    days, rest = divmod(rule.within, DAY)
    hours = f"{rule.within.total_seconds() / 3600:g}"
    if rule.counted == "days":
        return (f"{days}个自然日", f"{days} calendar days")[language]
    if rest or days == 1:
        return (f"{hours}小时", f"{hours} hours")[language]
    return (f"{days}天（{hours}小时）", f"{days} days ({hours} hours)")[language]


def _filled(owned: Owned, names: Mapping[str, str], rules: Rules, zone: str, language: int) -> str:
    tongue = (CHINESE, ENGLISH)[language]
    clock = clock_of(zone)

    def day(moment: datetime | None) -> str:
        return tongue.day(moment, clock) if moment else ""

    def called(person: str | None) -> str:
        return names.get(person or "", person or "")

    first = owned.facts[0] if owned.facts else None
    came = next((one for one in owned.facts if one.kind == "VISIT"), None)
    sold = next((one for one in owned.facts if one.kind == "SALE"), None)
    period = owned.period
    reach: Reach = rules.leader if period and rules.leader else rules.ownership
    values = {
        "who": called(owned.person),
        "by": called(first.person if first else ""),
        "other": called(period.other if period else ""),
        "people": tongue.all_of(called(one) for one in owned.shared),
        "when": day(_when(owned)),
        "for_at": day(first.for_at if first else None),
        "place": first.place if first else "",
        "visit": day(sold.at if sold and owned.basis == "BOUGHT" else came.at if came else None),
        "reach": span(reach, language),
        "beyond": _beyond(owned, reach, zone, day, language) if owned.basis == "FAR" else "",
    }
    said = SENTENCES[owned.basis][language].format(**values)
    between = "" if language == 0 else " "
    if period is not None and period.late_for is not None:
        said += between + LATE[language].format(visit=day(period.late_for))
    if period is not None and period.stayed_at is not None:
        said += between + STAYED[language].format(**(values | {"when": day(period.stayed_at)}))
    if sold is not None and owned.basis != "BOUGHT":
        whose = SOLD_VOID if not owned.person else SOLD_SHARED if owned.sharing else SOLD
        shared = {"share": owned.share, "sharing": tongue.all_of(called(one) for one in owned.sharing)}
        said += between + whose[language].format(when=day(sold.at), who=values["who"], **shared)
    return said


def _when(owned: Owned) -> datetime | None:
    if owned.period is not None:
        deposit = next((one for one in owned.facts if one.kind == "DEPOSIT"), None)
        return deposit.at if owned.basis == "DEPOSIT" and deposit else owned.period.begins_at
    return owned.facts[0].at if owned.facts else None


def _beyond(owned: Owned, reach: Reach, zone: str, day: Callable[[datetime | None], str], language: int) -> str:
    """What lies beyond: the visit, the hour of the appointment, or now."""
    fixed = owned.facts[0]
    came = next((one for one in owned.facts if one.kind == "VISIT"), None)
    if came is not None:
        return (f"客户{day(came.at)}到店，", f"the visit on {day(came.at)} lies")[language]
    if fixed.for_at is not None and not inside(fixed.at, fixed.for_at, reach, zone):
        return (f"约的是{day(fixed.for_at)}，", f"for {day(fixed.for_at)}, which lies")[language]
    return ("客户没有到店，已", "the customer did not come, and now lies")[language]
