"""Closed handovers: the list, the record as a page and as a PDF, the receipts of its signatures."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext

from jiaoban.handover import queries
from jiaoban.handover.finding import reasoning
from jiaoban.handover.pages import checked, exchange, paper
from jiaoban.handover.pages.sanction import sanction
from jiaoban.handover.pages.scene import ENDINGS, Scene
from jiaoban.handover.state import Finding, Handover
from jiaoban.kernel.access import Right
from jiaoban.ledger import keys
from jiaoban.ledger.receipts import receipt as make_receipt
from jiaoban.regime.pack import Attribution
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

ON_A_PAGE = 30


@page()
def records(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """List the handovers of the post, newest first."""
    before = parse_datetime(request.GET.get("before", "").replace(" ", "+")) if request.GET.get("before") else None
    found = queries.history(desk.book, desk.post, limit=ON_A_PAGE + 1, before=before)
    shown = found[:ON_A_PAGE]
    older = shown[-1].closed_at if len(found) > ON_A_PAGE else None
    context = {
        "rows": [brief(desk, one) for one in shown],
        "older_url": f"{desk.url('records')}?before={older.isoformat().replace('+', '%2B')}" if older else "",
        "newer_url": desk.url("records") if before else "",
    }
    return draw(request, desk, "handover/records.html", context)


def brief(desk: Desk, one: Handover) -> dict[str, Any]:
    """Return a closed handover as a row."""
    return {
        "url": desk.url("record", key=one.key),
        "at": one.closed_at,
        "ending": desk.words(ENDINGS[one.ending]),
        "leaving": desk.all_names(one.leaving),
        "arriving": desk.all_names(one.arriving),
        "exceptional": one.exceptional,
        "joining": one.joining,
    }


@page()
def record(request: HttpRequest, desk: Desk, key: str) -> HttpResponseBase:
    """Show the record of a handover, with receipts and findings."""
    scene = Scene.of(desk, key)
    mine = desk.actor.person in paper.people_of(scene.handover) or desk.may(Right.AUDIT)
    context = {
        "handover": scene.handover,
        "record": paper.paper(scene),
        "pictures": [one for given in scene.handover.confirmations for one in checked.photos(scene, given)],
        "receipts": [
            {
                "name": desk.name(one.by),
                "capacity": scene.party(one.party),
                "url": desk.url("record_receipt", key=key, seq=str(one.seq)),
            }
            for one in scene.handover.valid_signatures
        ]
        if mine
        else [],
        "findings": [finding(scene, one) for one in queries.findings_of(desk.book, key)],
        "asking": [exchange.question(scene, one) for one in scene.handover.questions.values()] if scene.asking else [],
        "ask_form": _ask_form(scene),
        "find_form": _find_form(scene) if desk.may(Right.WORK, desk.post) else None,
        "pdf_url": desk.url("record_pdf", key=key),
        "verifier_keys": [str(one) for one in keys.verifier_keys(desk.site.code)],
    }
    return draw(request, desk, "handover/record.html", context)


def finding(scene: Scene, one: Finding) -> dict[str, Any]:
    """Return a finding and who answers for it."""
    rule = next((rule for rule in scene.pack.handover.attributions if rule.kind == one.kind), None)
    return {
        "title": scene.desk.words(rule.title) if rule else one.kind,
        "text": one.text,
        "found_at": one.found_at,
        "by": scene.desk.name(one.by),
        "side": scene.party(one.side),
        "people": scene.names(one.people),
        "clause": scene.clause(one.clause),
        "because": scene.desk.words(one.because),
        "trace": "\n".join(reasoning(rule, one, scene.desk.language) if rule else one.trace),
        "reassigned": [
            {
                "by": scene.desk.name(was.by),
                "at": was.at,
                "reason": was.reason,
                "side": scene.party(was.from_side),
                "people": scene.names(was.from_people),
            }
            for was in one.reassigned
        ],
        "sanction": sanction(scene, one),
        "form": _reassign_form(scene, one, rule),
    }


def _reassign_form(scene: Scene, one: Finding, rule: Attribution | None) -> Any:
    """Return the form by which a named authority puts it otherwise who answers."""
    if rule is None or not any(party in scene.parties for party in rule.reassigned_by):
        return None
    handover = scene.handover
    people = dict.fromkeys((*handover.leaving, *handover.arriving, *one.people))
    form = scene.desk.form(
        "handover.reassign",
        label=gettext("改判"),
        form_id=f"reassign-{one.key}",
        fixed={"finding": one.key},
        options={
            "side": [(side, scene.party(side)) for side in ("outgoing", "incoming", "joint", "site", "author")],
            "people": [(key, scene.desk.name(key)) for key in people],
        },
        tone="danger",
    )
    form.next = scene.desk.url("record", key=handover.key) + "#findings"
    return form


def _ask_form(scene: Scene) -> Any:
    """Return the form by which the incoming side goes on asking, where the regime lets it."""
    if scene.handover.open or not scene.asking or scene.me not in scene.handover.arriving:
        return None
    lines = [(key, line.body.text[:60]) for key, line in scene.handover.lines.items()]
    return scene.form("handover.ask", label=gettext("提问"), options={"line": lines}, tone="")


def _find_form(scene: Scene) -> Any:
    kinds = [(rule.kind, scene.desk.words(rule.title)) for rule in scene.pack.handover.attributions]
    if not kinds:
        return None
    things = {line.body.ref: line.body.text[:40] for line in scene.handover.lines.values() if line.body.ref}
    form = scene.form(
        "handover.find",
        label=gettext("登记并判定责任"),
        options={
            "kind": kinds,
            "ref": list(things.items()),
            "arose": [("BEFORE", gettext("接班之前")), ("AFTER", gettext("接班之后"))],
        },
        given={"arose": "BEFORE"},
    )
    form.next = scene.desk.url("record", key=scene.handover.key) + "#findings"
    return form


@page()
def pdf(request: HttpRequest, desk: Desk, key: str) -> HttpResponseBase:
    """Give the record as a PDF."""
    scene = Scene.of(desk, key)
    try:
        made = paper.pdf(scene)
    except paper.MissingFonts:
        words = gettext("这台服务器还缺生成 PDF 的系统库（pango）。请管理员以 root 运行一次 bin/up，或打印本页。")
        return HttpResponse(words, status=503, content_type="text/plain; charset=utf-8")
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="handover-{desk.post}-{scene.handover.month}-{key[:12]}.pdf"'
    return answer


@page()
def receipt(request: HttpRequest, desk: Desk, key: str, seq: int) -> HttpResponseBase:
    """Give the receipt of a signature to whoever took part, or to an auditor."""
    scene = Scene.of(desk, key)
    signed = {one.seq for one in scene.handover.signatures}
    mine = desk.actor.person in paper.people_of(scene.handover) or desk.may(Right.AUDIT)
    if seq not in signed or not mine:
        raise Http404(f"receipt {seq}")
    text = make_receipt(desk.site.code, seq, desk.now)
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{desk.site.code}-{seq}.tlog-proof"'
    return answer
