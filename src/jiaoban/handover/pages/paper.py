"""The handover record as the form that a plant files: what stands on it, as a page and as a PDF of the same content."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, override

from jiaoban.handover.around import side_people
from jiaoban.handover.filling import section_keys
from jiaoban.handover.pages.proceedings import proceedings
from jiaoban.handover.pages.scene import ENDINGS, Scene
from jiaoban.handover.pages.sections import source_name, told_fields
from jiaoban.handover.pages.turns import EVENTS, who_of
from jiaoban.handover.state import Handover, Line
from jiaoban.ledger import checkpoints, durable
from jiaoban.web.templatetags.jiaoban import spell_moment

STYLE = Path(__file__).with_name("record.css")

EXCEPTIONS = (
    "REFUSAL_MENDED",
    "SUSPENDED",
    "RESUMED",
    "POSTPONEMENT_ASKED",
    "POSTPONEMENT_DENIED",
    "POSTPONED",
    "HOURS_MOVED",
    "BRIEFED",
    "STOOD_IN",
    "RELIEF_REPORTED",
    "RULED",
    "OBJECTED",
    "LEFT_EARLY",
    "UNATTENDED",
    "TAKEN_OVER",
    "CANCELLED",
)
"""What a record tells of its handover besides the usual course: also that somebody left, and another end than two
signatures."""


def paper(scene: Scene) -> dict[str, Any]:
    """Return what stands on the record, for parts/record.html and the PDF."""
    handover, desk = scene.handover, scene.desk
    note = checkpoint(desk.site.code, handover)
    return {
        "site": desk.words(desk.site.name),
        "title": gettext("交接班记录"),
        "number": _number(handover),
        "regime": scene.regime,
        "post_name": desk.post_name,
        "heads": _heads(scene),
        "rows": _rows(scene),
        "proceedings": proceedings(scene),
        "questions": _questions(scene),
        "refusals": [
            {"at": one.at, "by": desk.name(one.by), "words": one.text, "clause": _ground(scene, one.ground)}
            for one in handover.refusals
        ],
        "exceptions": _exceptions(scene),
        "signatures": [
            {
                "capacity": scene.party(one.party),
                "name": desk.name(one.by),
                "at": one.at,
                "says": desk.words(one.says),
                "digest": one.content,
                "seq": one.seq,
            }
            for one in handover.valid_signatures
        ],
        "checkpoint": note,
        "qr": qr(note) if note else "",
    }


def _number(handover: Handover) -> str:
    """Return the number of the record: the line of the book with which it closed; while it goes on, its key."""
    if handover.open or not handover.events:
        return handover.key.removeprefix("draft-")
    return gettext("账册第 {seq} 号").format(seq=handover.events[-1].seq)


def _ground(scene: Scene, ground: str) -> dict[str, str] | None:
    rule = next((one for one in scene.pack.handover.refusals if one.id == ground), None)
    return scene.clause(rule.clause) if rule else None


def _heads(scene: Scene) -> list[dict[str, str]]:
    handover, desk = scene.handover, scene.desk
    said = [
        (gettext("岗位"), desk.post_name),
        (gettext("交班"), f"{scene.names(handover.leaving)}{shift_words(scene, handover.shift)}"),
        (gettext("接班"), f"{scene.names(handover.arriving)}{shift_words(scene, handover.next_shift)}"),
        *([(gettext("方式"), gettext("加入，没有人离岗"))] if handover.joining else []),
        (gettext("应交接时间"), str(spell_moment(handover.due_at, "year"))),
    ]
    offered = next((one for one in reversed(handover.events) if one.what == "OFFERED"), None)
    if offered is not None:
        said.append((gettext("记录提交"), f"{desk.name(offered.by)} {spell_moment(offered.at, 'second')}"))
    if handover.closed_at:
        said.append((gettext("责任转移时间"), str(spell_moment(handover.closed_at, "year"))))
    said.append((gettext("结果"), desk.words(ENDINGS[handover.ending]) if handover.ending else gettext("进行中")))
    said.extend(
        (gettext("到岗"), f"{desk.name(person)} {spell_moment(one.at, 'second')}")
        for person, one in handover.presence.items()
    )
    return [{"name": name, "words": words} for name, words in said]


def shift_words(scene: Scene, key: str) -> str:
    """Return a shift key ('2026-11-23.night') as its name, where the pattern still knows it."""
    day, _, code = key.partition(".")
    pattern = scene.desk.here.pattern
    names = {one.code: scene.desk.words(one.name) for one in pattern.shifts} if pattern else {}
    return scene.desk.tongue.bracket(f"{day} {names.get(code, code)}") if key else ""


def _rows(scene: Scene) -> list[dict[str, Any]]:
    rows = []
    for number, section in enumerate(scene.pack.handover.sections, start=1):
        for key, subject, name in section_keys(section, scene.desk.here):
            lines = [
                line
                for line in scene.handover.lines.values()
                if line.body.section == section.id and (not subject or line.body.subject == subject)
            ]
            rows.append(
                {
                    "number": str(number),
                    "name": scene.desk.words(section.title) + (f" {name}" if name else ""),
                    "lines": [_line(scene, line) for line in lines],
                    "nothing": key in scene.handover.nothing,
                }
            )
    return rows


def _line(scene: Scene, line: Line) -> str:
    say = scene.desk.tongue
    parts = [line.body.text, *(f"{name}{say.colon}{said}" for name, said in told_fields(scene, line))]
    if line.body.remark:
        parts.append(gettext("备注：{text}").format(text=line.body.remark))
    if line.body.source == "hand":
        parts.append(source_name("hand"))
    read_back = [f"{scene.desk.name(who)}{say.colon}{ack.read_back}" for who, ack in line.acks.items() if ack.read_back]
    if read_back:
        parts.append(gettext("复述：{words}").format(words=say.part.join(read_back)))
    return say.part.join([parts[0].rstrip("。"), *parts[1:]])


def _questions(scene: Scene) -> list[str]:
    said = []
    for one in scene.handover.questions.values():
        asked = gettext("{name}问：{text}").format(name=scene.desk.name(one.by), text=one.text)
        answers = [
            gettext("{name}答：{text}").format(name=scene.desk.name(mark.by), text=mark.text) for mark in one.answers
        ]
        said.append(" ".join([asked, *(answers or [gettext("未答")])]))
    return said


def _exceptions(scene: Scene) -> list[str]:
    handover, desk = scene.handover, scene.desk
    said = [
        f"{spell_moment(one.at, 'time')} {desk.words(EVENTS[one.what])} {who_of(desk, one)} {one.text}".strip()
        for one in handover.events
        if one.what in EXCEPTIONS
    ]
    titles = {gate.id: desk.words(gate.title) for gate in scene.pack.handover.gates}
    colon = desk.tongue.colon
    said.extend(f"{titles.get(one.gate, one.gate)}{colon}{desk.name(one.by)} {one.text}" for one in handover.statements)
    points = {point.id: desk.words(point.title) for point in scene.pack.handover.confirmations}
    said.extend(
        gettext("{point}：{by} 免去，{why}").format(
            point=points.get(one.point, one.point), by=desk.name(one.by), why=one.note
        )
        for one in handover.confirmations
        if one.waived
    )
    return said


def checkpoint(site: str, handover: Handover) -> str:
    """Return the checkpoint that covers the end of a handover, as text; '' while it goes on."""
    if handover.open or not handover.events:
        return ""
    found = checkpoints.covering(site, handover.events[-1].seq)
    return str(found) if found else ""


def qr(text: str) -> SafeString:
    """Return a text as an inline SVG picture of its QR code: dark modules only, no style, so that it prints."""
    import segno

    drawn = segno.make(text, error="m", micro=False).svg_inline(scale=2, border=2, omitsize=True, dark="#000")
    return mark_safe(drawn)  # noqa: S308 - drawn by the library from modules, no text of ours is in it


def pdf(scene: Scene) -> bytes:
    """Return the record as a PDF in the language of its regime, whoever asks. Kept once made: the content is signed and
    stays.

    Raises `MissingFonts` where the libraries of the PDF are not installed.
    """
    kept = settings.DATA / "records" / scene.desk.site.code / f"{scene.handover.key}.pdf"
    if kept.exists():
        return bytes(kept.read_bytes())
    with override("zh-hans" if scene.pack.head.tongue.language == "zh" else "en"):
        own = replace(scene, desk=replace(scene.desk))  # what they remember in the reader's language stays behind
        html = render_to_string("handover/record_pdf.html", {"record": paper(own)})
    made = _render(html)
    if not scene.handover.open:
        with suppress(OSError):  # where there is no room it is made again the next time
            durable.write(kept, made)
    return made


class MissingFonts(RuntimeError):
    """The system lacks what draws a PDF."""


def _render(html: str) -> bytes:
    try:
        from weasyprint import CSS, HTML
    except OSError as error:
        raise MissingFonts(str(error)) from error
    drawn = HTML(string=html, url_fetcher=_nothing_from_outside).write_pdf(stylesheets=[CSS(string=STYLE.read_text())])
    return bytes(drawn)


def _nothing_from_outside(url: str, *_args: Any, **_kwargs: Any) -> Any:
    raise ValueError(f"a record fetches nothing: {url}")


def people_of(handover: Handover) -> tuple[str, ...]:
    """Return everybody who may take the receipts of a record: both sides."""
    return (*side_people(handover, "outgoing"), *side_people(handover, "incoming"))
