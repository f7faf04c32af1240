"""A draft as a whole: what it is, what is wrong with it, its files; proposing, approving, sending back, giving up."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext, pgettext

from jiaoban.authoring import archive, queries, replays, texts, trying
from jiaoban.authoring.pages import shown
from jiaoban.authoring.tables import Draft
from jiaoban.authoring.terms import ORIGINS
from jiaoban.authoring.texts import Checked
from jiaoban.kernel.access import Right
from jiaoban.kernel.starts import Start
from jiaoban.org import queries as org
from jiaoban.org.tables import REGIMES
from jiaoban.regime.load import SCENARIOS
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form
from jiaoban.web.frame import draw
from jiaoban.web.visit import page


@page(Right.DRAFT)
def draft(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Show a draft, with what the visitor can do about it."""
    one = shown.found(desk, key)
    checked = texts.checked(one.kept)
    told = shown.problems(desk, one, checked)
    context = shown.page_of(
        desk,
        one,
        "draft",
        facts=_facts(desk, one),
        found=told,
        tried=_tried(one, checked),
        files=_files(desk, one, told["by_file"]),
        proposal=_proposal(desk, one),
        sent_back=_sent_back(desk, one),
        forms=_forms(desk, one, checked),
        new_file=_new_file(desk, one),
        replay=next((again for again in replays.of_draft(desk.site.code, key) if again.state == replays.DONE), None),
        urls={
            name: desk.url(name, key=key)
            for name in ("draft_archive", "draft_compare", "draft_replay", "draft_scenarios")
        },
        regime_url=desk.url("regime", regime=one.regime) if one.stage == "PUBLISHED" else "",
    )
    return draw(request, desk, "authoring/draft.html", context)


def _facts(desk: Desk, one: Draft) -> list[dict[str, str]]:
    origin = desk.words(ORIGINS[one.origin]) + (f" {one.base_version}" if one.base_version else "")
    said = (
        (pgettext("draft", "制度"), one.regime),
        (gettext("来源"), origin),
        (gettext("修订"), str(one.revision)),
        (gettext("参与编写"), desk.all_names(one.writers)),
    )
    return [{"name": name, "words": words} for name, words in said]


def _tried(one: Draft, checked: Checked) -> dict[str, int] | None:
    """Return how far the scenarios were run, and how many failed; None where there are none. Nothing is run here."""
    if not checked.cases:
        return None
    known = trying.so_far(one.kept)
    return {"failed": len(known.failed), "left": known.left, "passed": len(known.results) - len(known.failed)}


def _files(desk: Desk, one: Draft, wrong: dict[str, int]) -> list[dict[str, Any]]:
    may = one.stage == "WRITING" and desk.may(Right.AUTHOR)
    return [
        {
            "name": file.name,
            "by": desk.name(file.by),
            "at": file.at,
            "wrong": wrong.get(file.name, 0),
            "url": shown.edit_url(desk, one, file=file.name) if may else "",
        }
        for file in one.files
    ]


def _proposal(desk: Desk, one: Draft) -> dict[str, Any] | None:
    said = one.proposal
    if said is None:
        return None
    return {
        "version": said.version,
        "day": said.effective_from.said,
        "approver": desk.name(said.approver),
        "digest": said.digest,
        "note": said.note,
        "by": desk.name(said.by),
        "at": said.at,
        "mine": said.approver == desk.actor.person,
        "approved_by": desk.name(one.approved_by) if one.approved_by else "",
        "approved_at": one.approved_at,
    }


def _sent_back(desk: Desk, one: Draft) -> dict[str, Any] | None:
    word = one.sent_back
    return {"by": desk.name(word.by), "at": word.at, "version": word.version, "reason": word.reason} if word else None


def _forms(desk: Desk, one: Draft, checked: Checked) -> dict[str, Form]:
    """Return the forms of what the visitor may do now, by what they are for."""
    if one.stage == "PROPOSED" and one.proposal is not None:
        return _decisions(desk, one, one.proposal.digest)
    if one.stage != "WRITING" or not desk.may(Right.AUTHOR):
        return {}
    drop = desk.form(
        "authoring.drop", label=gettext("作废草案"), fixed={"draft": one.key}, form_id="drop", tone="danger"
    )
    if checked.pack is None or checked.problems:
        return {"drop": drop}
    today = org.local_day(desk.book, desk.now)
    head = checked.pack.head
    known = desk.book.get(REGIMES, one.regime)
    taken = [version.version for version in known.versions] if known else []
    told = gettext("已采用过：{versions}。").format(versions="、".join(taken)) if taken else ""
    propose = desk.form(
        "authoring.propose",
        label=gettext("提交批准"),
        fixed={"draft": one.key, "on": str(one.revision)},
        form_id="propose",
        given={
            "version": "" if head.version in taken else head.version,
            "effective_from": max(head.effective_from, Start(today)),
        },
        options={"approver": [(able.key, able.name) for able in queries.approvers(desk.book, one)]},
        help={
            "approver": gettext("参与编写的人不能批准。"),
            "version": told,
            "effective_from": gettext("从这一刻起执行，按本站钟点；已开始的交接沿用原来的版本"),
        },
    )
    return {"propose": propose, "drop": drop}


def _decisions(desk: Desk, one: Draft, digest: str) -> dict[str, Form]:
    fixed = {"draft": one.key, "digest": digest}
    forms = {}
    if desk.may(Right.APPROVE):
        label = gettext("批准并发布")
        forms["approve"] = desk.form("authoring.approve", label=label, fixed=fixed, form_id="approve")
        label = gettext("退回编写人")
        forms["send_back"] = desk.form("authoring.send_back", label=label, fixed=fixed, form_id="send-back", tone="")
    if desk.may(Right.AUTHOR):
        label = gettext("撤回提交")
        forms["take_back"] = desk.form("authoring.take_back", label=label, fixed=fixed, form_id="take-back", tone="")
    return forms


def _new_file(desk: Desk, one: Draft) -> Form | None:
    if one.stage != "WRITING" or not desk.may(Right.AUTHOR):
        return None
    return desk.form(
        "authoring.save",
        label=gettext("新建文件"),
        fixed={"draft": one.key, "on": str(one.revision), "text": "\n"},
        form_id="new-file",
        tone="",
        only=["file"],
        help={"file": gettext("如 ambiguities.yaml 或 {folder}/night.yaml。").format(folder=SCENARIOS)},
    )


@page(Right.DRAFT)
def draft_archive(request: HttpRequest, desk: Desk, key: str) -> HttpResponseBase:
    """Return the folder of a draft as an archive."""
    one = shown.found(desk, key)
    name = f"{one.regime}-{one.revision}"
    packed = archive.pack(texts.texts(one.kept), one.regime)
    response = HttpResponse(packed, content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return response
