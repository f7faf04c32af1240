"""The navigation of a site: which pages there are, in which groups, and which of them a post has no use for."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext_noop

from jiaoban.gathering import queries as gathering
from jiaoban.kernel.access import Right
from jiaoban.plant import queries as plant
from jiaoban.regime.pack import Pack
from jiaoban.regime.subjects import EVERYDAY, subjects
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
_SITE = (
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
    Entry(gettext_noop("巡检"), "visit", "rounds", pages=("round", "route", "route_new", "route_codes", "scan")),
    Entry(gettext_noop("工器具与钥匙"), "custody", "custody"),
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
)
_BUSINESS = (
    Entry(
        gettext_noop("客户"),
        "person",
        "leads",
        pages=("lead", "leads_seen", "import_leads", "collisions", "collision", "following"),
    ),
    Entry(gettext_noop("售后"), "read-back", "aftersales", pages=("aftersales_month", "aftersales_one")),
    Entry(gettext_noop("业绩"), "report", "lead_figures", pages=("lead_figures_of",)),
    Entry(gettext_noop("报表与计划"), "report", "reports", pages=("reports_mine", "report_month", "report")),
    Entry(gettext_noop("投入资金"), "order", "funds", pages=("funds_mine", "funds_of")),
)
_RUNNING = (
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
        pages=("conduct_new", "conduct_occasions", "conduct_statement", "conduct_case", "my_cases"),
    ),
    Entry(gettext_noop("行为规范"), "people", "observations"),
    Entry(gettext_noop("任职与转正"), "people", "careers", pages=("careers_mine", "careers_of")),
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
    Entry(gettext_noop("群消息"), "chat", "chat", right=Right.ADMINISTER, pages=("chat_new", "chat_channel")),
)
GROUPS = (
    (gettext_noop("现场"), _SITE),
    (gettext_noop("业务"), _BUSINESS),
    (gettext_noop("管理"), _RUNNING),
)
SHORT = {"leads": gettext_noop("客户"), "reports": gettext_noop("报表")}
"""The day's work of a post that is handed over on request only, and what a phone calls it: the first that its regime
speaks of are under the thumb."""
STEPS_BACK = ("handover", "board")
"""The places of the phone that make room for it; they are among the others then."""
BESIDES = gettext_noop("本制度没有提到的")
"""The name of the group of pages that a supervisor has although the regime does not speak of their subject."""
RULED = frozenset(
    {
        *("counts", "attendance", "absences", "conduct", "reports"),
        *("leads", "lead_figures", "aftersales", "funds", "careers"),
        *EVERYDAY.values(),
    }
)
"""Pages that are nothing without a rule."""
SUBJECTS = RULED | {"plant", "readings", "custody", "meetings", "gatherings"}
"""Pages of things of which not every regime speaks; a supervisor can register such things all the same."""


def unspoken(desk: Desk, post: str) -> frozenset[str]:
    """Return the pages of what the regime of a post does not speak of; what the post keeps in custody, and meetings
    that were announced, are to be seen all the same."""
    pack = desk.rule_book(post) if post else None
    found = SUBJECTS - subjects(pack) if pack else frozenset[str]()
    if "custody" in found and plant.custody(desk.book, post):
        found -= {"custody"}
    if "gatherings" in found and gathering.some(desk.book):
        found -= {"gatherings"}
    return found


def under_the_thumb(pack: Pack | None) -> tuple[Entry, ...]:
    """Return the places of the bar of a phone. Where nobody is relieved by the hour, the day's work stands in it
    instead of the handover and the board; as many places as ever."""
    if pack is None or not pack.handover.on_request:
        return TABS
    said = subjects(pack)
    work = [replace(one, label=SHORT[one.name]) for one in _BUSINESS if one.name in SHORT and one.name in said]
    back = STEPS_BACK[: len(work)]
    kept = [one for one in TABS if one.name not in back]
    return (kept[0], *work, *kept[1:])
