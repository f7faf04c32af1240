"""The drafts of a site, and how one is begun."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext

from jiaoban.authoring import archive, queries
from jiaoban.authoring.tables import Draft
from jiaoban.authoring.terms import STAGES, TONES
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import BadInput, CommandReused
from jiaoban.kernel.words import Words
from jiaoban.ledger.store import DbBook
from jiaoban.org import queries as org
from jiaoban.org.door import Visit
from jiaoban.org.tables import Regime
from jiaoban.regime.unpacking import LARGEST
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.pages.regimes import pack_of
from jiaoban.web.visit import mistaken, page

UPLOAD = "draft-upload"
NO_FILE = Words(zh="没有选择文件。", en="No file was chosen.")
CHOOSE = Words(zh="请选择制度包的 zip 压缩包。", en="Choose the zip archive of a pack.")


@page(Right.DRAFT)
def drafts(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the drafts, those that wait for the visitor first."""
    listed = [_row(desk, one) for one in queries.drafts(desk.book)]
    context = {
        "mine": [one for one in listed if one["waits"]],
        "drafts": [one for one in listed if not one["waits"]],
        "new_url": desk.url("draft_new") if desk.may(Right.AUTHOR) else "",
        "regimes_url": desk.url("regimes"),
    }
    return draw(request, desk, "authoring/drafts.html", context)


def _row(desk: Desk, one: Draft) -> dict[str, Any]:
    proposal = one.proposal
    return {
        "regime": one.regime,
        "url": desk.url("draft", key=one.key),
        "stage": desk.words(STAGES[one.stage]),
        "tone": TONES[one.stage],
        "version": proposal.version if proposal else "",
        "by": desk.name(one.changed_by),
        "at": one.changed_at,
        "revision": one.revision,
        "waits": one.stage == "PROPOSED" and proposal is not None and proposal.approver == desk.actor.person,
    }


@page(Right.AUTHOR, methods=("GET", "POST"))
def draft_new(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Offer the three ways to begin a draft; an archive that was sent is taken here."""
    if request.method == "POST":
        return _taken(request, desk)
    after = desk.url("draft", key="KEY").replace("KEY", "{key}")
    context = {
        "title": gettext("起草"),
        "versions": [_from_version(desk, one, after) for one in org.regimes(desk.book)],
        "small": desk.form(
            "authoring.begin",
            label=gettext("新建制度"),
            next_url=after,
            form_id="draft-begin",
            tone="",
            help={
                "code": gettext("如 pump；发布后不能改。"),
                "shifts": gettext("用逗号分开，如 08:00,20:00；每班到下一班开始为止。"),
            },
        ),
        "upload": UPLOAD,
        "back_url": desk.url("drafts"),
    }
    return draw(request, desk, "authoring/new.html", context)


def _from_version(desk: Desk, one: Regime, after: str) -> dict[str, Any]:
    """Return the form that begins a draft from one of the versions of a regime, the newest first."""
    newest_first = list({version.version: version for version in one.versions}.values())[::-1]
    pack = pack_of(desk, newest_first[0])
    form = desk.form(
        "authoring.start",
        label=gettext("从这个版本起草"),
        next_url=after,
        form_id=f"draft-start-{one.regime}",
        fixed={"regime": one.regime},
        given={"version": newest_first[0].version},
        options={"version": [(version.version, version.version) for version in newest_first]},
    )
    return {"regime": one.regime, "title": desk.words(pack.head.title) if pack else one.regime, "form": form}


def _taken(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    here = desk.url("draft_new")
    try:
        sent = request.FILES.get("file")
        if sent is None:
            raise BadInput("file", NO_FILE, CHOOSE)
        content = sent.read(LARGEST + 1)
        visit = Visit(book=DbBook(desk.site.code), actor=desk.actor, site=desk.site, now=desk.now)
        outcome = visit.do(
            "authoring.bring", {"texts": archive.unpack(content)}, command=request.POST.get("command", "")
        )
    except BadInput as error:
        return mistaken(request, desk, BadInput("file", error.wrong, error.right), form=UPLOAD, otherwise=here)
    except CommandReused:
        return HttpResponseRedirect(here)
    response = HttpResponseRedirect(desk.url("draft", key=outcome.acts[0].command))
    response.status_code = 303
    return response
