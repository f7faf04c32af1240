"""核对制度包: the files of a pack come in; what is wrong with them, or other than in the version in force, is shown.

Nothing is in force by that. Where the site has no regime yet, a day is chosen with the form of the verb
`org.adopt_regime`; afterwards two people publish every version, by a draft.
"""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext
from pydantic import BaseModel, ValidationError

from jiaoban.authoring.taking import take_in
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.starts import Start
from jiaoban.ledger.files import FileLost
from jiaoban.org import packs
from jiaoban.org import queries as org
from jiaoban.org.rules import two_people_publish
from jiaoban.regime.differing import Difference, differences
from jiaoban.regime.named import PARTS
from jiaoban.regime.pack import Pack
from jiaoban.scenario.read import read_files
from jiaoban.scenario.run import Result
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.pages.regimes import pack_of, title_of
from jiaoban.web.visit import page

WHAT = {"NEW": "new", "GONE": "gone", "CHANGED": "changed", "MOVED": "changed"}


@page(Right.ADMINISTER, methods=("GET", "POST"))
def adopt_regime(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Take in the files of a pack; show one that was taken in (`?pack=` its digest, `&source=` its files) with the form
    that adopts it."""
    if request.method == "POST":
        return _taken_in(request, desk)
    digest, source = request.GET.get("pack", ""), request.GET.get("source", "")
    return draw(request, desk, "regime/adopt.html", _looked_at(desk, _kept(digest), source) if digest else {})


def _taken_in(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    files = request.FILES.getlist("files")
    if sum(one.size or 0 for one in files) > packs.LARGEST:
        wrong = gettext("文件超过 {n} MB。").format(n=packs.LARGEST // 1024 // 1024)
        return draw(request, desk, "regime/adopt.html", {"wrong": wrong}, status=422)
    taken = take_in((one.name or "", one.read()) for one in files)
    report = taken.report
    if report.pack is None:
        problems = [
            {
                "file": one.file,
                "line": one.line,
                "path": one.path,
                "wrong": desk.words(one.wrong),
                "right": desk.words(one.right),
            }
            for one in report.problems
        ]
        failing = [_failing(one) for one in taken.tried.results if not one.passed]
        context = {
            "problems": problems,
            "reason": {"why": desk.words(taken.reason.why), "lifts": desk.words(taken.reason.lifts)}
            if taken.reason
            else None,
            "failing": failing,
        }
        return draw(request, desk, "regime/adopt.html", context, status=422)
    query = urlencode({"pack": report.pack.digest, "source": taken.source})
    response = HttpResponseRedirect(f"{request.path}?{query}")
    response.status_code = 303
    return response


def _failing(one: Result) -> dict[str, str]:
    first = one.failing[0]
    return {
        "name": one.case.scenario.name,
        "place": f"{first.file}:{first.line}",
        "what": first.what,
        "expected": first.expected,
        "came": first.came,
    }


def _kept(digest: str) -> Pack:
    try:
        return packs.packs(digest)
    except (FileLost, ValueError, ValidationError):  # no file, no name of one, a photograph
        raise NotFound(f"pack {digest}") from None


def _scenarios(pack: Pack, source: str) -> int | None:
    """Return how many scenarios stand among the files that were kept; None where none were."""
    if not source:
        return None
    try:
        return len(read_files(packs.source_files(source), pack).cases)
    except (FileLost, ValueError):  # no file, no name of one, no archive
        raise NotFound(f"files {source}") from None


def _looked_at(desk: Desk, pack: Pack, source: str) -> dict[str, Any]:
    from jiaoban.regime.check import check  # reads YAML, which few processes ever do

    today = org.local_day(desk.book, desk.now)
    adopted = next((one for one in org.regimes(desk.book) if one.regime == pack.head.id), None)
    in_force = adopted.at(desk.now, desk.zone) or adopted.versions[-1] if adopted else None
    before = pack_of(desk, in_force) if in_force else None
    head = pack.head
    facts = (
        (gettext("文号"), desk.words(head.numbered)),
        (gettext("名称"), desk.words(head.title)),
        (gettext("发布"), desk.words(head.issuer)),
        (gettext("适用范围"), desk.words(head.scope)),
        (gettext("版本"), head.version),
        (gettext("自何日起"), head.effective_from.said),
        (gettext("批准"), desk.words(head.approved_by)),
        (gettext("内容摘要"), pack.digest),
    )
    first = two_people_publish(org.regimes(desk.book)) is None
    form = desk.form(
        "org.adopt_regime",
        label=gettext("采用这一版"),
        next_url=desk.url("regime", regime=head.id),
        fixed={"regime": head.id, "version": head.version, "digest": pack.digest, "source": source},
        form_id="adopt",
        given={"effective_from": head.effective_from if adopted is None else max(head.effective_from, Start(today))},
        help={"effective_from": gettext("从这一刻起执行，按本站钟点；已开始的交接沿用原来的版本")},
    )
    return {
        "pack": pack,
        "scenarios": _scenarios(pack, source),
        "facts": [{"name": name, "words": words} for name, words in facts],
        "in_force": in_force,
        "same": in_force is not None and in_force.digest == pack.digest,
        "differences": [_shown(desk, pack, before, one) for one in differences(before, pack)] if before else [],
        "warnings": [desk.words(one.wrong) for one in check(pack) if not one.error],
        "form": form if first and source else None,
        "unknown": first and not source,
        "draft_url": desk.link("draft_new") if desk.may(Right.AUTHOR) else "",
        "posts": [desk.words(post.name) for post in org.posts(desk.book) if post.now.regime == head.id],
    }


def _shown(desk: Desk, pack: Pack, before: Pack, one: Difference) -> dict[str, Any]:
    named = PARTS.get(one.part)
    of = before if one.what == "GONE" else pack
    clause = getattr(one.rule, "clause", "") or (one.name if one.part == "clauses" else "")
    known = of.by_clause.get(clause) if isinstance(clause, str) else None
    title = title_of(desk, one.rule) if isinstance(one.rule, BaseModel) else ""
    if one.part == "clauses" and known:
        title = desk.words(known.says)
    if one.what == "MOVED":
        title = gettext("先后次序")
    return {
        "what": WHAT[one.what],
        "part": desk.words(named) if named else OTHER[one.part]() if one.part in OTHER else gettext("规则"),
        "title": title or one.name or one.part,
        "clause": known.number if known else "",
    }


OTHER = {
    "clauses": lambda: gettext("条款"),
    "meetings": lambda: gettext("会议"),
    "gatherings": lambda: gettext("例会、活动与报数"),
    **dict.fromkeys(("forms", "compiles", "quiet"), lambda: gettext("报表与计划")),
    "attendance": lambda: gettext("考勤"),
    "contacts": lambda: gettext("客户"),
    "ladders": lambda: gettext("考核阶梯"),
    "roster": lambda: gettext("排班"),
    "rules": lambda: gettext("排班规则"),
    "swap": lambda: gettext("换班"),
    "aftersales": lambda: gettext("售后"),
    "funds": lambda: gettext("投入资金"),
    "careers": lambda: gettext("任职与转正"),
    "ambiguities": lambda: gettext("两种读法"),
}
