"""What stands around every page of a site: navigation, clock, person, demo tools. `draw` renders a page into it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop

from jiaoban.gathering import queries as gathering
from jiaoban.kernel.access import Right
from jiaoban.kernel.zones import onward
from jiaoban.plant import queries as plant
from jiaoban.regime.subjects import EVERYDAY, subjects
from jiaoban.web import demo
from jiaoban.web.addresses import address
from jiaoban.web.desk import Desk


@dataclass(frozen=True)
class Entry:
    """A place in the navigation. `pages` are the address names at which it is the current one."""

    label: str
    icon: str
    name: str
    right: Right = Right.READ
    pages: tuple[str, ...] = ()
    phone_only: bool = False


TABS = (
    Entry(gettext_noop("当班"), "shift", "home"),
    Entry(gettext_noop("交接"), "handover", "handover", pages=("handover_one", "handover_sign", "handover_exits")),
    Entry(gettext_noop("日志"), "log", "log", pages=("entry",)),
    Entry(gettext_noop("看板"), "board", "board"),
    Entry(gettext_noop("更多"), "more", "more", phone_only=True),
)
GROUPS = (
    (
        gettext_noop("现场"),
        (
            Entry(gettext_noop("跟进"), "follow-up", "followups", pages=("followup", "followup_new", "fault_new")),
            Entry(
                gettext_noop("设备与事项"),
                "equipment",
                "plant",
                pages=(
                    *("matters", "matter", "matter_new", "equipment", "units", "isolation", "earth", "tables"),
                    *("import_equipment", "import_states", "import_matters", "import_earths"),
                    *("import_custody", "import_parameters"),
                ),
            ),
            Entry(gettext_noop("抄表"), "water", "readings", pages=("parameter", "shift_figures", "samples")),
            Entry(
                gettext_noop("巡检"), "visit", "rounds", pages=("round", "route", "route_new", "route_codes", "scan")
            ),
            Entry(gettext_noop("工器具与钥匙"), "custody", "custody"),
            Entry(gettext_noop("客户"), "person", "leads", pages=("lead", "leads_seen", "import_leads")),
            Entry(gettext_noop("业绩"), "report", "lead_figures", pages=("lead_figures_of",)),
            Entry(gettext_noop("例行工作"), "check", "duties"),
            Entry(gettext_noop("个人检查表"), "check", "checklists", pages=("checklist_month",)),
            Entry(gettext_noop("改进建议"), "note", "suggestions", pages=("suggestion", "suggestion_new")),
            Entry(gettext_noop("规定与通知"), "order", "orders", pages=("order", "order_new")),
            Entry(
                gettext_noop("考勤"),
                "people",
                "attendance",
                pages=("attendance_month", "attendance_mine", "attendance_of", "attendance_code"),
            ),
            Entry(gettext_noop("班前会与班后会"), "meeting", "meetings", pages=("meeting",)),
            Entry(gettext_noop("会议与活动"), "meeting", "gatherings", pages=("gathering", "gathering_new")),
            Entry(gettext_noop("轮值与报数"), "people", "counts"),
            Entry(gettext_noop("报表与计划"), "report", "reports", pages=("reports_mine", "report_month", "report")),
        ),
    ),
    (
        gettext_noop("管理"),
        (
            Entry(gettext_noop("责任"), "responsibility", "responsibility"),
            Entry(gettext_noop("交接记录"), "report", "records", pages=("record",)),
            Entry(
                gettext_noop("排班"),
                "roster",
                "roster",
                pages=(
                    *("roster_rules", "swaps", "swap", "swap_new", "roster_people", "roster_setup", "roster_import"),
                    *("roster_all", "calendar", "subscriptions"),
                    *("roster_wishes", "roster_proposals", "roster_proposal"),
                ),
            ),
            Entry(
                gettext_noop("请假与召回"),
                "leave",
                "absences",
                pages=("absence", "absence_new", "my_absences", "recalls"),
            ),
            Entry(
                gettext_noop("考核"),
                "breach",
                "conduct",
                pages=("conduct_new", "conduct_occasions", "conduct_statement", "conduct_case"),
            ),
            Entry(gettext_noop("行为规范"), "people", "observations"),
            Entry(gettext_noop("学习制度"), "regime", "reading"),
            Entry(gettext_noop("总览"), "report", "oversight", right=Right.OVERSEE),
            Entry(gettext_noop("移交督查"), "check", "transfers", right=Right.OVERSEE),
            Entry(
                gettext_noop("制度"),
                "regime",
                "regimes",
                pages=(
                    *("regime", "drafts", "draft", "draft_new", "draft_edit", "draft_scenarios", "draft_scenario"),
                    *("draft_compare", "draft_replay", "versions_compare"),
                ),
            ),
            Entry(gettext_noop("人员与角色"), "people", "people", pages=("person", "person_new")),
            Entry(gettext_noop("本站时钟"), "shift", "site_clock", right=Right.ADMINISTER),
            Entry(
                gettext_noop("群消息"),
                "chat",
                "chat",
                right=Right.ADMINISTER,
                pages=("chat_new", "chat_channel"),
            ),
        ),
    ),
)


def draw(
    request: HttpRequest, desk: Desk, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Return a page of a site, rendered into the frame. In the template: `desk`, `frame`, and the context."""
    frame = _frame(request, desk)
    given = {"desk": desk, "frame": frame, "answer": desk.answer, **(context or {})}
    return render(request, template, given, status=status)


def _frame(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    current = request.resolver_match.url_name if request.resolver_match else ""
    post = usual_post(request, desk)
    return {
        "site_name": desk.words(desk.site.name),
        "now": desk.now,
        "zone": onward(desk.zone, desk.now),
        "sse": f"/sse?site={desk.site.code}" + (f"&post={desk.post}" if desk.at else ""),
        "head": address("head", {"site": desk.site.code}),
        "home": address("site", {"site": desk.site.code}),
        "tabs": _drawn(TABS, desk, post, current or ""),
        "groups": [
            {"name": gettext(name), "tabs": tabs}
            for name, entries in GROUPS
            if (tabs := _drawn(entries, desk, post, current or ""))
        ],
        "place": desk.post_name if desk.at else "",
        "posts": _other_posts(desk, current or "") if desk.at else [],
        "person": {"name": desk.actor.name, "role_name": role_names(desk)},
        "tokens": address("tokens", {"site": desk.site.code}),
        "demo": demo.bar(desk) if settings.DEMO and desk.site.demo else None,
    }


def usual_post(request: HttpRequest, desk: Desk) -> str:
    """Return the post of the address, else the one visited last, else the first that the visitor may read."""
    if desk.at is not None:
        return desk.at.post
    last = request.session.get(f"post:{desk.site.code}", "")
    readable = [key for key in desk.post_names if desk.may(Right.READ, key)]
    return last if last in readable else next(iter(readable), "")


SUBJECTS = (
    *("plant", "readings", "custody", "meetings", "gatherings", "counts", "attendance", "absences", "conduct"),
    *("leads", "lead_figures"),
, "reports"),
    *EVERYDAY.values(),
)
"""Pages of things of which not every regime speaks; a supervisor, who could register such things, has them anyway."""
RULED = frozenset({"counts", "attendance", "absences", "leads", "lead_figures", "conduct", "reports", *EVERYDAY.values()})
"""Those of them that are nothing without a rule, to a supervisor either."""


def _no_matter(desk: Desk, post: str) -> frozenset[str]:
    """Return the pages of what the regime of a post does not speak of; what the post keeps in custody, and meetings
    that were announced, are to be seen all the same."""
    pack = desk.rule_book(post) if post else None
    left_out = frozenset(SUBJECTS) - subjects(pack) if pack else frozenset()
    if desk.may(Right.SUPERVISE, post):
        return left_out & RULED
    if "custody" in left_out and plant.custody(desk.book, post):
        left_out -= {"custody"}
    if "gatherings" in left_out and gathering.some(desk.book):
        left_out -= {"gatherings"}
    return left_out


def _drawn(entries: tuple[Entry, ...], desk: Desk, post: str, current: str) -> list[dict[str, Any]]:
    found = []
    left_out = _no_matter(desk, post)
    for one in entries:
        if one.name in left_out and current != one.name:
            continue
        address = _address(one.name, desk.site.code, post)
        if address and desk.may(one.right):
            here = current == one.name or current in one.pages
            found.append(
                {"label": gettext(one.label), "icon": one.icon, "url": address, "current": here}
                | {"count": 0, "phone_only": one.phone_only}
            )
    return found


def _address(name: str, site: str, post: str) -> str:
    """The address of a page of the post, or of the site, or '' where there is no such page."""
    for kwargs in ({"site": site, "post": post}, {"site": site}):
        if all(kwargs.values()) and (found := address(name, kwargs)):
            return found
    return ""


def _other_posts(desk: Desk, current: str) -> list[dict[str, Any]]:
    """The same page at each post that the visitor may read; where it is about one thing of this post, their home."""
    found = []
    for key, name in desk.post_names.items():
        if desk.may(Right.READ, key):
            address = _address(current, desk.site.code, key) or _address("home", desk.site.code, key)
            found.append({"label": name, "url": address, "current": key == desk.post})
    return found if len(found) > 1 else []


def role_names(desk: Desk) -> str:
    """Return the visitor's roles in words, each once."""
    said = dict.fromkeys(desk.role(grant.role, grant.post or "") for grant in desk.actor.grants)
    return ("、" if desk.language.startswith("zh") else ", ").join(said)
