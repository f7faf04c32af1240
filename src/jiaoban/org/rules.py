"""What makes sense in an organisation and what does not. Pure.

Senseless input raises `BadInput`; what was sensible but cannot be now is a `Reason` to refuse.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import available_timezones

from jiaoban.kernel import zones
from jiaoban.kernel.access import Role
from jiaoban.kernel.refusal import BadInput, Reason
from jiaoban.kernel.starts import Start
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.org.acts import PostDescription
from jiaoban.org.args import AdoptRegime
from jiaoban.org.tables import Person, Regime
from jiaoban.regime.pack import Pack

FARTHEST_STEP = timedelta(days=400)
"""How far one setting may move a demo clock: a year with its leap day, and some."""
FARTHEST = timedelta(days=20 * 366)
"""How far a demo clock may run ahead in all."""

HOUR = timedelta(hours=1)
FARTHEST_MOVE = timedelta(days=400)
"""How long before it a move of a site's clock may be entered: a year's voyage."""


@cache
def zone_names() -> tuple[str, ...]:
    """Return the zones that a form offers: those named after a place, and those of a fixed offset for the high seas."""
    left_out = ("posix/", "right/", "SystemV/", "US/", "Canada/", "Brazil/", "Mexico/", "Chile/")
    return tuple(sorted(one for one in _zones() if "/" in one and not one.startswith(left_out)))


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def need_zone(zone: str) -> None:
    """Refuse a time zone that the IANA database does not know."""
    if zone not in _zones():
        raise BadInput(
            "zone",
            Words(zh=f"没有名为 {zone} 的时区。", en=f"There is no time zone {zone}."),
            Words(zh="请填写 IANA 时区名，如 Asia/Shanghai。", en="Give an IANA name such as Asia/Shanghai."),
        )


def need_distinct(description: PostDescription) -> None:
    """Refuse a post whose subjects or needed qualifications are named twice."""
    for where, keys in (
        ("subjects", [subject.key for subject in description.subjects]),
        ("complement", [need.qualification for need in description.complement]),
    ):
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise BadInput(
                where,
                Words(zh=f"{twice[0]} 出现了两次。", en=f"{twice[0]} is given twice."),
                Words(zh="请每项只填写一次。", en="Give each of them once."),
            )


def need_adopted(description: PostDescription, adopted: Iterable[Regime]) -> None:
    """Refuse a post under a regime that the site has not adopted, once it has adopted any: the name is mistaken."""
    known = sorted(one.regime for one in adopted)
    if known and description.regime not in known:
        raise BadInput(
            "regime",
            Words(
                zh=f"本站没有采用制度「{description.regime}」。",
                en=f"The site has not adopted {description.regime!r}.",
            ),
            Words(zh=f"应为其中之一：{'、'.join(known)}。", en=f"It should be one of {', '.join(known)}."),
        )


def need_order(valid_from: date, valid_to: date | None) -> None:
    """Refuse a certificate that ends before it begins, or on that very day (the end is exclusive)."""
    if valid_to is not None and valid_to <= valid_from:
        raise BadInput(
            "valid_to",
            Words(zh="失效日不晚于生效日。", en="The certificate ends before it begins."),
            Words(
                zh="失效日应晚于生效日（失效日当天不再有效）。", en="It ends after it begins; the end day is exclusive."
            ),
        )


def taken(code: str, what_zh: str, what_en: str) -> Reason:
    """Return the reason that a key or name is in use already."""
    return plain(
        code,
        f"{what_zh}已被使用。",
        f"{what_en} is in use already.",
        "请换一个。",
        "Choose another one.",
    )


def has_role(person: Person, role: Role, post: str | None) -> bool:
    """Say whether the person has exactly this role at exactly this post (None: the whole site)."""
    return any((grant.role, grant.post) == (role, post) for grant in person.grants)


def administers(person: Person) -> bool:
    """Say whether the person administers the whole site and can log in to do it."""
    return person.member and bool(person.username) and has_role(person, Role.ADMINISTRATOR, None)


def last_administrator(before: Person, after: Person, members: Iterable[Person]) -> Reason | None:
    """Return the reason not to let `before` become `after`: nobody could administer the site any more."""
    if not administers(before) or administers(after):
        return None
    if any(administers(one) for one in members if one.key != before.key):
        return None
    return plain(
        "last-administrator",
        f"{before.name}是本站唯一的管理员，之后将无人能管理本站。",
        f"{before.name} is the only administrator of this site; nobody could administer it afterwards.",
        "请先指定另一名管理员。",
        "Make somebody else an administrator first.",
    )


def need_same_pack(said: AdoptRegime, pack: Pack) -> None:
    """Refuse a digest that is another regime's or version's: the book would name for ever what is not in force."""
    for name, named, is_ in (("regime", said.regime, pack.head.id), ("version", said.version, pack.head.version)):
        if named != is_:
            raise BadInput(
                name,
                Words(zh=f"这个摘要的制度包不是「{named}」。", en=f"The pack of this digest is not {named!r}."),
                Words(zh=f"应为「{is_}」。", en=f"It is {is_!r}."),
            )


def too_late_to_adopt(regime: Regime | None, effective_from: Start, zone: str, now: datetime) -> Reason | None:
    """Return the reason not to adopt: a later version may not reach back, the past was judged by what was in force.

    A day may be today, an hour the minute that the clock shows. Of an hour that the clock shows twice the first counts,
    so in the second it has passed. The first adoption of a regime may lie in the past: the site then takes over what
    it has lived by.
    """
    shown = _next_start(zone, now)
    today = now.astimezone(zones.clock_of(zone)).date()
    if regime is None or effective_from >= (shown if effective_from.at != time() else Start(today)):
        return None
    return plain(
        "backdated-regime",
        f"新版制度的生效日期 {effective_from.said} 已过。",
        f"The new version would be in force from {effective_from.said}, which has passed.",
        f"最早为今天 {today} 或现在 {shown.said}。",
        f"It can be in force from today, {today}, or from now, {shown.said}, at the earliest.",
    )


def _next_start(zone: str, now: datetime) -> Start:
    """Return the minute that the clock shows or, where it has shown that one before, the first that is yet to come."""
    minute = now.replace(second=0, microsecond=0)
    shown = Start.of(minute.astimezone(zones.clock_of(zone)))
    while shown.moment(zone) < minute:
        later = datetime.combine(shown.day, shown.at) + timedelta(minutes=1)
        shown = Start(later.date(), later.time())
    return shown


def two_people_publish(adopted: Iterable[Regime]) -> Reason | None:
    """Return the reason why one person alone adopts nothing at a site that lives by a regime already.

    Otherwise whoever administers could put their own text in force past its approver. The first adoption of a site has
    no past to protect, and nobody yet who could approve.
    """
    if not any(one.versions for one in adopted):
        return None
    return plain(
        "two-people-publish",
        "本站已有采用的制度：新版本由两个人发布。",
        "The site has adopted a regime already: two people publish a version.",
        "由编写人把制度包带入一份草案并提交，由另一人批准。",
        "An author brings the pack into a draft and proposes it; somebody else approves.",
    )


def version_taken(regime: Regime | None, version: str, digest: str) -> Reason | None:
    """Return the reason not to adopt another content under the number of a version that was adopted before: records
    name the version that they were held under, and would name two."""
    if regime is None or all(one.version != version or one.digest == digest for one in regime.versions):
        return None
    return plain(
        "version-taken",
        f"版本 {version} 已经采用过，内容与这一份不同。",
        f"Version {version} was adopted before with other contents.",
        "请在 pack.yaml 中换一个新的版本号。",
        "Give it a new version number in pack.yaml.",
    )


def next_minute(now: datetime) -> datetime:
    """Return the next full minute; a full one is itself."""
    return now + (datetime.min.replace(tzinfo=now.tzinfo) - now) % timedelta(minutes=1)


def move_reason(zone: str, to: str, from_at: datetime, now: datetime) -> Reason | None:
    """Return why a site's clock cannot go by the zone `to` from `from_at` on, or None where it can.

    What has passed keeps its hour, and a local time comes at most twice, so that a typed one can be told.
    """
    after = zones.moved(zone, from_at, to)
    move = next((one for one in zones.moves(after) if one.at == from_at), None)
    if from_at < now:
        return plain(
            "clock-moved-back-then",
            "拨钟的时刻已经过去。",
            "The moment of the move has passed.",
            "请填写现在或以后的时刻；不填则从下一分钟起。",
            "Give the present moment or a later one; without one it is the next minute.",
        )
    if from_at - now > FARTHEST_MOVE:
        return plain(
            "clock-moved-too-far-ahead",
            "拨钟的时刻太远。",
            "The moment of the move is too far ahead.",
            f"最多提前 {FARTHEST_MOVE.days} 天登记。",
            f"It can be entered {FARTHEST_MOVE.days} days before.",
        )
    if after == zone:
        return plain(
            "clock-goes-so-already",
            f"那时本站已按 {to} 计时。",
            f"The site goes by {to} then already.",
            "请选择另一个时区。",
            "Choose another zone.",
        )
    if move is not None and move.by < -zones.MOST_BACK:
        return plain(
            "clock-moved-too-far-back",
            f"时钟一次回拨超过 {zones.MOST_BACK // HOUR} 小时，同一天会来两次。",
            f"The clock would go back by more than {zones.MOST_BACK // HOUR} hours, and a day would come twice.",
            "请选择钟点相同、日期不退的时区，例如 Pacific/Kiritimati（UTC+14）。",
            "Choose a zone of the same hour whose date does not go back, such as Pacific/Kiritimati (UTC+14).",
        )
    if move is not None and zones.thrice(after, from_at):
        return plain(
            "hour-comes-thrice",
            "刚回拨过时钟，同一钟点会来第三次。",
            "The clock went back just before; an hour would come for the third time.",
            "请晚一些再拨。",
            "Move it later.",
        )
    return None


def clock_reasons(*, demo: bool, now: datetime, to: datetime, ahead: timedelta) -> list[Reason]:
    """Return why the clock may not be set to `to`: only a demo site's may, only forward, not out of the calendar."""
    if not demo:
        return [
            plain(
                "real-clock",
                "本站为生产站，时钟不能设置。",
                "This is a site at work; its clock cannot be set.",
                "仅演示站可以设置时钟。",
                "Only the clock of a demo site can be set.",
            )
        ]
    if to <= now:
        return [
            plain(
                "clock-backward",
                "时钟只能向前拨。",
                "The clock can only be moved forward.",
                "请选择晚于当前的时间。",
                "Choose a moment after the present one.",
            )
        ]
    if to - now > FARTHEST_STEP or ahead + (to - now) > FARTHEST:
        return [
            plain(
                "clock-too-far",
                "时钟拨得太远。",
                "The clock would be moved too far.",
                f"一次最多向前拨 {FARTHEST_STEP.days} 天。",
                f"It can be moved {FARTHEST_STEP.days} days at a time.",
            )
        ]
    return []
