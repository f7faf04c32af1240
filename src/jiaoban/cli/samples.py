"""`jiaoban samples`: recorded data of instruments and alarm lists, looked at first or taken over."""

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiaoban.cli.frame import BAD, GOOD, Failure, Misuse, answer, command, django_ready, group

if TYPE_CHECKING:
    from jiaoban.cli.frame import Subparsers
    from jiaoban.org.door import Visit
    from jiaoban.plant.mapping import Preset
    from jiaoban.plant.rules.samples import Fault, Tally


SHOWN = 20
"""Faults that are printed."""


def add(subparsers: "Subparsers") -> None:
    """Add the commands."""
    inner = group(subparsers, "samples", "recorded data: files of instruments' samples, alarm lists")
    command(inner, "mappings", mappings, "list the mappings that come with the program")
    parser = command(inner, "import", bind, "bind a file of samples to the book of a post, and fill its samples in")
    _place(parser)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--mapping", required=True, metavar="NAME", help="the name of a mapping, or a YAML file")
    parser.add_argument("--source", default="", help="where the file comes from (the mapping's title)")
    parser.add_argument("--starts-at", metavar="TIME", help="when its first row was, as 2026-11-23T08:00")
    parser.add_argument("--leave-out", action="store_true", help="leave out cells that are no figures")
    parser.add_argument("--register", action="store_true", help="register the mapping's parameters that are missing")
    parser.add_argument("--preview", action="store_true", help="say what would come of it, and change nothing")
    parser = command(inner, "resume", resume, "go on filling in files that broke off")
    parser.add_argument("site", metavar="SITE")
    parser = command(inner, "draw", draw, "draw the scheduled readings that are missing from samples")
    _place(parser)
    parser.add_argument("since", metavar="SINCE", help="as 2026-11-23T08:00 on the site's clock")
    parser.add_argument("until", metavar="UNTIL")
    parser = command(inner, "alarms", alarms, "write an alarm list into the log, gathered by tag and shift")
    _place(parser)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--by", choices=("shift", "hour"), default="shift", help="one entry a tag and shift, or hour")
    parser.add_argument("--starts-at", metavar="TIME", help="move the list, so that it begins then")
    parser.add_argument("--leave-out", action="store_true", help="leave out lines that cannot be read")
    parser.add_argument("--preview", action="store_true", help="say what would be written, and change nothing")


def _place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("site", metavar="SITE")
    parser.add_argument("post", metavar="POST")
    parser.add_argument("--as", dest="username", default="", metavar="USERNAME", help="in whose name (the program's)")


def mappings(arguments: argparse.Namespace) -> int:
    """List the mappings."""
    from jiaoban.plant.presets import presets

    found = {
        name: {"zh": one.zh, "en": one.en, "parameters": len(one.mapping.parameters)} for name, one in presets().items()
    }
    answer(arguments, found, "\n".join(f"{name}: {one['zh']} {one['en']}" for name, one in found.items()))
    return GOOD


def bind(arguments: argparse.Namespace) -> int:
    """Bind a file and fill it in; 1 when it has faults that are not left out."""
    content = _content(arguments.file)
    preset = _preset(arguments.mapping)
    django_ready()
    from jiaoban.kernel.refusal import BadInput
    from jiaoban.plant import samples
    from jiaoban.plant.rules.samples import survey
    from jiaoban.plant.rules.texts import Unreadable

    visit = _visit(arguments)
    place = visit.place(arguments.post)
    starts_at = _moment(arguments.starts_at, place.zone)
    try:
        tally = survey(content, preset.mapping, place.zone, starts_at=starts_at, now=samples.minute(visit.now))
    except Unreadable as error:
        raise Failure(f"{arguments.file}: {error.says.zh} {error.says.en}") from error
    value = _plain(tally)
    if arguments.preview or (tally.faulty and not arguments.leave_out):
        answer(arguments, value | {"bound": False}, _told(tally) + "\nNothing was imported. 未导入。")
        return BAD if tally.faulty else GOOD
    if arguments.register:
        _register(visit, arguments.post, preset)
    said = {
        "file": samples.keep(content),
        "source": arguments.source or preset.zh,
        "mapping": preset.mapping,
        "starts_at": starts_at,
        "leave_out": arguments.leave_out,
    }
    try:
        key = _do(visit, "plant.bind_samples", said, arguments.post)
    except BadInput as error:
        raise Failure(f"{error.wrong.zh}{error.right.zh} {error.wrong.en} {error.right.en}") from error
    done = _fill(visit, key)
    answer(arguments, value | {"bound": True, "batch": key, "filled": done}, f"{_told(tally)}\nImported. 已导入。")
    return GOOD


def resume(arguments: argparse.Namespace) -> int:
    """Fill in what broke off."""
    django_ready()
    from jiaoban.org import door
    from jiaoban.plant.tables import BATCHES

    visit = door.as_system(arguments.site)
    done = {one.key: _fill(visit, one.key) for one in visit.book.find(BATCHES, order=("number",))}
    answer(arguments, done, "\n".join(f"{key}: {count}" for key, count in done.items()) or "No samples. 没有采样。")
    return GOOD


def draw(arguments: argparse.Namespace) -> int:
    """Draw readings from samples."""
    django_ready()
    from jiaoban.kernel.refusal import BadInput

    visit = _visit(arguments)
    zone = visit.place(arguments.post).zone
    said = {"since": _moment(arguments.since, zone), "until": _moment(arguments.until, zone)}
    try:
        outcome = visit.do("plant.draw_readings", said, command=_command(visit, said), post=arguments.post)
    except BadInput as error:
        raise Failure(f"{error.wrong.zh}{error.right.zh} {error.wrong.en} {error.right.en}") from error
    if outcome.refusal is not None:
        raise Failure(" ".join(f"{one.why.zh} {one.why.en}" for one in outcome.refusal.reasons))
    count = sum(len(getattr(act.payload, "figures", ())) for act in outcome.acts)
    answer(arguments, {"readings": count}, f"{count} readings 个读数。")
    return GOOD


def alarms(arguments: argparse.Namespace) -> int:
    """Write or preview; 1 when lines cannot be read and are not left out."""
    content = _content(arguments.file)
    django_ready()
    from jiaoban.importing.alarms import carry
    from jiaoban.plant.rules.texts import Unreadable

    visit = _visit(arguments)
    starts_at = _moment(arguments.starts_at, visit.place(arguments.post).zone)
    try:
        done = carry(
            visit,
            arguments.post,
            content,
            by=arguments.by,
            starts_at=starts_at,
            leave_out=arguments.leave_out,
            preview=arguments.preview,
        )
    except Unreadable as error:
        raise Failure(f"{arguments.file}: {error.says.zh} {error.says.en}") from error
    counts = {what.lower(): done.count(what) for what in ("NEW", "CHANGED", "SAME")}
    lines = _first(done.faults)
    lines += [f"{what} {text}" for what, text in done.entries if arguments.preview and what != "SAME"]
    lines.append(
        f"{done.messages} messages 条消息; {counts['new']} new 新, {counts['changed']} amended 更正, "
        f"{counts['same']} there before 已有"
    )
    lines.append("Written. 已写入日志。" if done.kept else "Nothing was written. 未写入。")
    value = {"kept": done.kept, "messages": done.messages, "faults": _faults(done.faults), **counts}
    answer(arguments, value, "\n".join(lines))
    return GOOD if done.kept or (arguments.preview and not done.faults) else BAD


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Misuse(f"{path} cannot be read: {error.strerror}. 文件读不了。") from error


def _preset(name: str) -> "Preset":
    from jiaoban.kernel.refusal import BadInput
    from jiaoban.plant import presets

    path = Path(name)
    try:
        if path.suffix in (".yaml", ".yml"):
            return presets.read(_content(path).decode("utf-8", errors="replace"))
        return presets.preset(name)
    except BadInput as error:
        raise Misuse(f"{error.wrong.zh}{error.right.zh} {error.wrong.en} {error.right.en}") from error


def _visit(arguments: argparse.Namespace) -> "Visit":
    from jiaoban.cli.user import find
    from jiaoban.kernel.refusal import NotFound
    from jiaoban.org import door

    try:
        visit = (
            door.enter(find(arguments.username), arguments.site)
            if arguments.username
            else door.as_system(arguments.site)
        )
        visit.place(arguments.post)
    except NotFound:
        there = f"{arguments.site} {arguments.post}"
        raise Failure(f"There is no {there}. 没有厂站或岗位 {there}。") from None
    return visit


def _moment(text: str | None, zone: str) -> datetime | None:
    from jiaoban.kernel.shifts import local

    if not text:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise Misuse(f"{text} is no moment like 2026-11-23T08:00. 时间写法不对。") from error
    return read if read.tzinfo else local(read.date(), read.time(), zone)


def _register(visit: "Visit", post: str, preset: "Preset") -> None:
    from jiaoban.plant import queries

    there = {one.key for one in queries.parameters(visit.book, post)}
    for key, one in preset.parameters.items():
        if key not in there:
            _do(visit, "plant.register_parameter", {"parameter": key, **one.model_dump()}, post)


def _do(visit: "Visit", verb: str, said: dict[str, Any], post: str) -> str:
    outcome = visit.do(verb, said, command=_command(visit, said), post=post)
    if outcome.refusal is not None:
        raise Failure(
            " ".join(f"{one.why.zh}{one.lifts.zh} {one.why.en} {one.lifts.en}" for one in outcome.refusal.reasons)
        )
    return outcome.acts[0].command


def _command(visit: "Visit", said: dict[str, Any]) -> str:
    from jiaoban.kernel.canon import digest

    return f"samples-{digest([visit.book.site, str(said), visit.book.size])[:40]}"


def _fill(visit: "Visit", key: str) -> int:
    from jiaoban.ledger.files import FileLost
    from jiaoban.plant import measured, samples

    batch = measured.batch(visit.book, key)
    assert batch is not None
    shows = sys.stderr.isatty()

    def progress(done: int, whole: int) -> None:
        if shows:
            print(f"\r{done:,} / {whole:,}", end="", file=sys.stderr, flush=True)

    try:
        done = samples.fill(visit.book.site, batch, progress=progress)
    except FileLost as error:
        raise Failure(f"{key}: {error}") from error
    if shows:
        print(file=sys.stderr)
    return done


def _plain(tally: "Tally") -> dict[str, Any]:
    return {
        "rows": tally.rows,
        "count": tally.count,
        "parameters": len(tally.parameters),
        "first_at": tally.first_at,
        "last_at": tally.last_at,
        "empty": tally.empty,
        "faulty": tally.faulty,
        "faults": _faults(tally.faults),
        "aside": tally.aside,
    }


def _faults(faults: Sequence["Fault"]) -> list[dict[str, Any]]:
    return [{"line": one.line, "column": one.column, "zh": one.says.zh, "en": one.says.en} for one in faults]


def _first(faults: Sequence["Fault"]) -> list[str]:
    """Return the first faults as lines; --json has more of them."""
    told = [f"✗ {one}" for one in faults[:SHOWN]]
    return [*told, f"✗ … {len(faults) - SHOWN} more 还有"] if len(faults) > SHOWN else told


def _told(tally: "Tally") -> str:
    lines = _first(tally.faults)
    if tally.aside:
        lines.append("Not in the mapping 对照表没有: " + "、".join(f"{name} ({n})" for name, n in tally.aside.items()))
    lines.append(
        f"{tally.rows} rows 行, {tally.count} samples 个采样, {len(tally.parameters)} parameters 个参数"
        + (f", {tally.faulty} cells cannot be read 处读不出" if tally.faulty else "")
    )
    if tally.first_at is not None and tally.last_at is not None:
        hours = (tally.last_at - tally.first_at) / timedelta(hours=1)
        lines.append(f"{tally.first_at.isoformat()} – {tally.last_at.isoformat()} ({hours:.1f} h)")
    return "\n".join(lines)
