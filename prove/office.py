"""What the book of the proof holds that hydropower has no rules for: customers, money, reports, breaches, conduct."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from PIL import Image

from jiaoban.career.acts import Joined
from jiaoban.conduct.acts import Concerned, Recorded
from jiaoban.duty.acts import FilledIn, LineFound, Observed, RegimeRead
from jiaoban.followup.acts import Suggested
from jiaoban.fund.acts import Found, FundsApproved, FundsAsked, Settled, Spent
from jiaoban.kernel.act import Payload, Proposed
from jiaoban.kernel.book import Stamp
from jiaoban.kernel.canon import digest
from jiaoban.kernel.words import Words
from jiaoban.lead import owner_acts
from jiaoban.lead.acts import Appointed, Contacted, Opened, Revealed, Sold, Visited
from jiaoban.lead.aftersales_acts import CaredFor, TeacherBriefed
from jiaoban.logbook import photos
from jiaoban.report.acts import (
    Amended,
    Excused,
    FoundWrong,
    Missed,
    QuietNoted,
    Submitted,
    TotalsFound,
    WrongWithdrawn,
)
from tests.pure.handover.desk import IN, OUT, POST, Desk


def picture(colour: str = "navy") -> str:
    """Store a small photograph and return its name."""
    into = BytesIO()
    Image.new("RGB", (64, 48), colour).save(into, "JPEG")
    return photos.take(into.getvalue())


def sales(desk: Desk) -> None:
    """Two people with company money, and with a place in the department; two customers looked after: all of which
    hydropower has not."""
    shown = picture()
    for number, one in enumerate((OUT, IN)):
        key, who, month = f"sales-{number}", one.key, "2026-11"
        lead = f"lead-{number + 1}"
        said: list[Payload] = [
            FundsAsked(funding=key, person=who, month=month, amount=Decimal(300), purpose="推广"),
            FundsApproved(funding=key, amount=Decimal(300)),
            Spent(spending=key, person=who, day="2026-11-20", amount=Decimal(120), own=False, what="充值"),
            Settled(person=who, month=month, granted=Decimal(300), billed=Decimal(280), returned=Decimal(10)),
            Found(finding=key, person=who, sort="ERROR", month=month, amount=Decimal(10), what="少记一笔"),
            Joined(person=who, day="2026-11-02", position="客服员", probation=True),
            CaredFor(lead=lead, care=key, person=who, answers=digest([key]), photos=(shown,)),
            TeacherBriefed(lead=lead, teacher=who, situation=digest([key, "told"])),
        ]
        write(desk, key, said)


def leads(desk: Desk) -> None:
    """Write two customers down, with what happens with them, who looks and whose they are, which hydropower has not."""
    me, other = OUT.key, IN.key
    for key in ("lead-1", "lead-2"):
        case, again, later = f"{key}-case", f"{key}-c", f"{key}-later"
        said: list[Payload] = [
            Opened(lead=key, number=digest([key]), source="advert"),
            Contacted(lead=key, event=f"{key}-a", person=me, way="phone", result="interested", reached=True),
            Revealed(lead=key, why="回电话"),
            Appointed(lead=key, event=f"{key}-b", person=me, for_at=desk.now + timedelta(days=1), where="接待厅"),
            Appointed(lead=key, event=again, person=other, for_at=desk.now + timedelta(days=1), where="接待厅"),
            owner_acts.AppointmentRepeated(lead=key, event=again, person=other, over=f"{key}-b", colleague=me),
            owner_acts.CollisionRaised(collision=case, lead=key, people=(me, other), by_itself=True, event=again),
            owner_acts.QuarrelRecorded(quarrel=f"{key}-q", collision=case, lead=key, people=(me, other), note="争吵"),
            owner_acts.CollisionRuled(collision=case, keeper=me, reason="先联系"),
            owner_acts.Talked(lead=key, person=me, to=other),
            Visited(lead=key, event=f"{key}-d", person=me),
            Sold(lead=key, event=f"{key}-e", person=me, amount=Decimal(6800)),
            owner_acts.FollowupAnnounced(
                followup=later,
                lead=key,
                month=2,
                person=me,
                ends_at=desk.now + timedelta(days=60),
                sales="销售部",
                teacher="周老师",
            ),
        ]
        write(desk, key, said)


def reports(desk: Desk) -> None:
    """Two reports, one of them late and judged, and two notes of quiet hours; hydropower has neither."""
    day = desk.now.date()
    said: list[Payload] = []
    for one in (OUT, IN):
        about: dict[str, Any] = {"report": "daily", "day": day, "person": one.key}
        said.append(Submitted(values={"calls": "3"}, photos=(picture("olive"),), **about))
        said.append(Amended(values={"calls": "4"}, reason="漏算", **about))
        said.append(FoundWrong(finding=f"wrong-{one.key}", what="少写一个零", **about))
        said.append(WrongWithdrawn(finding=f"wrong-{one.key}", reason="看错", **about))
        said.append(QuietNoted(quiet=f"quiet-{one.key}", sort="learning", text="看书"))
    late: dict[str, Any] = {"report": "daily", "day": day - timedelta(days=1), "person": IN.key}
    said.append(Missed(last_at=desk.now - timedelta(hours=1), answers=IN.key, **late))
    said += [TotalsFound(affected=True, **late), Excused(reason="停电", **late)]
    write(desk, "reports", said)


def cases(desk: Desk) -> None:
    """Two breaches of which the book showed the occasion; hydropower has no ladders."""
    said = [
        Recorded(
            matter=f"case-{number}",
            pack="hydro",
            regime="",
            ladder="none",
            clause="hydro/doc",
            people=(Concerned(person=IN.key),),
            happened_at=desk.now,
            says=Words(zh="没有报数"),
            source="count-missed",
            occasion=f"{POST}.{number}",
        )
        for number in range(2)
    ]
    write(desk, "cases", said)


def everyday(desk: Desk) -> None:
    """A reading of the regime, an observation, a checklist and a suggestion: hydropower speaks of none of them."""
    found = LineFound(line="dust", text="有灰", item="item")
    said = [
        RegimeRead(regime="kefu", version="1", digest="2" * 64),
        Observed(observation="seen", person=IN.key, conduct="speech", title=Words(zh="用语"), good=True, text="耐心"),
        FilledIn(checklist="desk", shift="2026-11-23.day", fine=("tidy",), found=(found,)),
        Suggested(suggestion="better", title="先看记录"),
    ]
    write(desk, "everyday", said)


def write(desk: Desk, command: str, said: Sequence[Payload], post: str = POST) -> None:
    """Write acts into the book as one command of a person, past the rules of any regime."""
    stamp = Stamp(command=command, request=command, actor=OUT.key, post=post, now=desk.now)
    with desk.book.transaction():
        desk.book.append([Proposed(one) for one in said], stamp)
