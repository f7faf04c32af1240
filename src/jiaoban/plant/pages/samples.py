"""Recorded data: files of instruments' samples and alarm lists, looked at first, then taken over."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.importing import alarms as alarm_lists
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.words import Words
from jiaoban.ledger import files
from jiaoban.org.door import enter
from jiaoban.plant import measured, presets, queries
from jiaoban.plant import samples as kept
from jiaoban.plant.mapping import Preset
from jiaoban.plant.pages.shifts import tabs
from jiaoban.plant.rules.samples import Tally
from jiaoban.plant.rules.texts import Unreadable
from jiaoban.web.answer import Answer, bad_input
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.parse import moment
from jiaoban.web.visit import page, show_again

SHOWN = 50
"""Faults on the page."""


@page()
def samples(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the bound files of samples with how far they are filled in, and the forms for more."""
    found = measured.batches(desk.book, desk.post)
    there = kept.loaded_of(desk.site.code, [one.number for one in found])
    rows = []
    for one in found:
        done = there.get(one.number, 0)
        rows.append({"one": one, "by": desk.name(one.by), "done": done, "complete": done >= one.count})
    answer = desk.answer if desk.answer and desk.answer.form in ("samples", "alarms") else None
    context = {
        "tabs": tabs(desk, "samples"),
        "batches": rows,
        "loading": any(not row["complete"] for row in rows),
        "may": desk.can(Right.WORK),
        "presets": [(name, desk.words(Words(zh=one.zh, en=one.en))) for name, one in presets.presets().items()],
        "own": presets.FOLDER.joinpath("wide.yaml").read_text(encoding="utf-8"),
        "typed": {name: answer.typed(name) for name in answer.values} if answer else {},
    }
    return draw(request, desk, "plant/samples.html", context)


@dataclass(frozen=True)
class _Asked:
    """What a form about a file of samples says."""

    file: str
    preset: Preset
    source: str
    starts_at: datetime | None


@page(Right.WORK, methods=("POST",))
def look(request: HttpRequest, desk: Desk) -> Any:
    """Store a file of samples and show what it comes to; with `register`, enter the parameters that it lacks first."""
    try:
        asked = _asked(request, desk)
        if request.POST.get("register"):
            _register(request, desk, asked.preset)
        said = asked.preset.mapping.model_dump_json()
        found = kept.surveyed(asked.file, said, desk.zone, asked.starts_at, kept.minute(desk.now))
    except BadInput as error:
        return _again(request, desk, "samples", error)
    return draw(request, desk, "plant/samples_look.html", _looked(desk, asked, found, request))


def _looked(desk: Desk, asked: _Asked, found: Tally, request: HttpRequest) -> dict[str, Any]:
    mine = {one.key: one for one in queries.parameters(desk.book, desk.post)}
    lacking = [key for key in asked.preset.mapping.parameters if key not in mine]
    fixed = {
        "file": asked.file,
        "source": asked.source,
        "mapping": asked.preset.mapping.model_dump_json(),
        "starts_at": asked.starts_at.isoformat() if asked.starts_at else "",
        "leave_out": "true" if found.faulty else "false",
    }
    url = desk.url("samples")
    form = None
    if not lacking and found.count:
        form = desk.form(
            "plant.bind_samples",
            label=gettext("坏值不导入，导入其余") if found.faulty else gettext("导入"),
            form_id="bind-samples",
            next_url=url,
            draft=False,
            fixed=fixed,
        )
        form.back, form.fields = url, []
    return {
        "tabs": tabs(desk, "samples"),
        "found": found,
        "faults": found.faults[:SHOWN],
        "more_faults": max(0, found.faulty - SHOWN),
        "aside": sorted(found.aside.items()),
        "begin": [
            {"name": mine[key].name if key in mine else key, "at": at, "value": value} for key, at, value in found.begin
        ],
        "lacking": lacking,
        "proposed": [key for key in lacking if key in asked.preset.parameters],
        "registers": desk.can(Right.SUPERVISE),
        "form": form,
        "again": {
            "file": asked.file,
            "source": asked.source,
            "preset": request.POST.get("preset", ""),
            "mapping": request.POST.get("mapping", ""),
            "starts_at": request.POST.get("starts_at", ""),
        },
        "url": url,
    }


def _asked(request: HttpRequest, desk: Desk) -> _Asked:
    typed = request.POST
    own = typed.get("mapping", "").strip()
    preset = presets.read(own) if typed.get("preset") == "own" else presets.preset(typed.get("preset", ""))
    name = _file(request)
    source = typed.get("source", "").strip()[:200] or desk.book_tongue(Words(zh=preset.zh, en=preset.en))
    return _Asked(name, preset, source, _moment(typed.get("starts_at", ""), desk))


def _file(request: HttpRequest) -> str:
    """Store the file that was sent, or take the one that was stored a page before; return its name."""
    sent = request.FILES.get("file")
    if sent is not None:
        if (sent.size or 0) > kept.LARGEST:
            zh, en = f"文件超过 {kept.LARGEST >> 20} MB。", f"The file has more than {kept.LARGEST >> 20} MB."
            raise BadInput("file", Words(zh=zh, en=en), Words(zh="请分成几个文件。", en="Split it."))
        return kept.keep(sent.read())
    name = request.POST.get("file", "")
    if not files.NAME.fullmatch(name) or not files.path_of(name).is_file():
        raise BadInput(
            "file",
            Words(zh="没有选择文件。", en="No file was chosen."),
            Words(zh="请选择 CSV 或文本文件。", en="Choose a CSV or text file."),
        )
    return name


def _moment(text: str, desk: Desk) -> datetime | None:
    if not text.strip():
        return None
    read = moment(text, desk.zone, desk.now)
    if not isinstance(read, datetime):
        raise BadInput(
            "starts_at",
            Words(zh=f"「{text[:40]}」不是时间。", en=f"{text[:40]!r} is no moment."),
            Words(zh="请按 2026-11-23 08:00 填写。", en="Write it like 2026-11-23 08:00."),
        )
    return read


def _register(request: HttpRequest, desk: Desk, preset: Preset) -> None:
    """Enter the parameters that a preset proposes and the post lacks, each by the verb for it."""
    mine = {one.key for one in queries.parameters(desk.book, desk.post)}
    visit = enter(request.user, desk.site.code)
    command = request.POST.get("command", "")
    for key, one in preset.parameters.items():
        if key not in mine:
            said = {"parameter": key, **one.model_dump()}
            visit.do("plant.register_parameter", said, command=f"{command}-{key}", post=desk.post)


@page(Right.WORK, methods=("POST",))
def alarms(request: HttpRequest, desk: Desk) -> Any:
    """Show what an alarm list comes to in the log, or write it there (`keep`)."""
    typed = request.POST
    keep, by = bool(typed.get("keep")), typed.get("by", "shift")
    try:
        name = _file(request)
        starts_at = _moment(typed.get("starts_at", ""), desk)
        found = alarm_lists.carry(
            enter(request.user, desk.site.code),
            desk.post,
            files.get(name),
            by=by if by in alarm_lists.BY else "shift",
            starts_at=starts_at,
            leave_out=bool(typed.get("leave_out")),
            preview=not keep,
        )
    except Unreadable as error:
        where = Words(zh=f"位置：第 {error.line} 行。", en=f"It is in line {error.line}.")
        return _again(request, desk, "alarms", BadInput("file", error.says, where))
    except BadInput as error:
        return _again(request, desk, "alarms", error)
    context = {
        "tabs": tabs(desk, "samples"),
        "found": found,
        "new": found.count("NEW"),
        "changed": found.count("CHANGED"),
        "same": found.count("SAME"),
        "entries": [{"what": what, "text": text} for what, text in found.entries if what != "SAME"][:SHOWN],
        "faults": found.faults[:SHOWN],
        "again": {"file": name, "by": by, "starts_at": typed.get("starts_at", "")},
        "url": desk.url("samples"),
        "log_url": desk.url("log"),
    }
    return draw(request, desk, "plant/alarms.html", context)


def _again(request: HttpRequest, desk: Desk, form: str, error: BadInput) -> Any:
    values = {name: [str(one) for one in request.POST.getlist(name)] for name in request.POST if name != "file"}
    said = Answer(form=form, status=422, values=values, errors=bad_input(error, desk.language))
    return show_again(request, desk.url("samples"), said)
