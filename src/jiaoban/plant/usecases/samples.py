"""Verbs about recorded data: bind a file of samples to the book, draw the official readings from samples.

Samples stand outside of the book, so these two look into the database themselves, and only when they are carried out:
scenarios import this without one.
"""

from datetime import datetime, timedelta

from pydantic import Field

from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.fields import Moment, Phrase, Ref, Sha256
from jiaoban.kernel.refusal import BadInput, Declined, NotFound
from jiaoban.kernel.verbs import Args, Context, Decision, plain, verb
from jiaoban.kernel.words import Words
from jiaoban.logbook.rules import check_moment
from jiaoban.plant import acts, measured, queries
from jiaoban.plant.mapping import Mapping
from jiaoban.plant.rules import drawing
from jiaoban.plant.tables import BATCHES, Parameter

MOST_DRAWN = 5_000
"""Readings that one command draws."""
LONGEST = timedelta(days=8)
_RESOLUTION = timedelta(microseconds=1)


class BindSamples(Args):
    """A stored file of samples and how it is read. `starts_at`: where its first row stands in time. With `leave_out`
    cells that are no figures are left out; without, the file is refused for them."""

    file: Sha256 = Field(title="文件 File")
    source: Phrase = Field(title="来源 Source")
    mapping: Mapping = Field(title="对照表 Mapping")
    starts_at: Moment | None = Field(default=None, title="第一行的时间 First row at")
    leave_out: bool = Field(default=False, title="坏值不导入 Leave out what is no figure")


class DrawReadings(Args):
    """The scheduled readings of a span that are still missing, from samples; `parameters`: of these alone."""

    since: Moment = Field(title="自 Since")
    until: Moment = Field(title="至 Until")
    parameters: tuple[Ref, ...] = Field(default=(), max_length=2000, title="参数 Parameters")


@verb("plant.bind_samples", right=Right.WORK)
def bind_samples(context: Context, args: BindSamples) -> Decision:
    """Bind a file of an instrument's samples to the book by its hash."""
    before = context.book.find(BATCHES, post=context.place.post, file=args.file)
    if any(one.mapping == args.mapping and one.starts_at == args.starts_at for one in before):
        raise Declined(
            plain(
                "bound-before",
                "这个文件已经导入过。",
                "This file was imported before.",
                "不必再导入；数据在参数页面可以看到。",
                "Nothing is to be done; its figures stand on the pages of the parameters.",
            ),
            about=args.file,
        )
    from jiaoban.plant import samples

    _known(context, args.mapping)
    found = samples.surveyed(
        args.file, args.mapping.model_dump_json(), context.place.zone, args.starts_at, samples.minute(context.now)
    )
    drawing.need_sound(found, leave_out=args.leave_out)
    assert found.first_at is not None
    assert found.last_at is not None
    bound = acts.SamplesBound(
        batch=context.command,
        file=args.file,
        source=args.source,
        mapping=args.mapping,
        zone=context.place.zone,
        starts_at=args.starts_at,
        count=found.count,
        first_at=found.first_at,
        last_at=found.last_at,
        parameters=tuple(sorted(found.parameters)),
        left_out=found.faulty,
    )
    return [Proposed(bound)]


@verb("plant.draw_readings", right=Right.WORK)
def draw_readings(context: Context, args: DrawReadings) -> Decision:
    """Draw the scheduled readings that are missing from the samples nearest to their moments."""
    begins = check_moment(args.since, now=context.now, where="since")
    ends = min(args.until, context.now + _RESOLUTION)
    if not timedelta(0) < args.until - args.since <= LONGEST:
        raise BadInput(
            "until",
            Words(zh="时段不对或超过 8 天。", en="The span is none, or longer than 8 days."),
            Words(zh="请按班次或按天补抄。", en="Draw a shift or a day at a time."),
        )
    _all_there(context, begins, ends)
    wanted = [one for one in _parameters(context, args.parameters) if one.schedule]
    found = measured.scheduled(context.book, wanted, begins, ends, context.place.zone, context.now)
    by_key = {one.key: one for one in wanted}
    pairs = [
        (by_key[key], slot.at) for key, slots in found.items() for slot in slots if slot.state in ("DUE", "MISSING")
    ]
    if len(pairs) > MOST_DRAWN:
        zh, en = f"一次要补抄 {len(pairs)} 个读数，太多。", f"{len(pairs)} readings are too many at once."
        raise BadInput("until", Words(zh=zh, en=en), Words(zh="请缩短时段。", en="Choose a shorter span."))
    drawn = [one for parameter, at in pairs if (one := _drawn(context, parameter, at)) is not None]
    proposed = drawing.reads(drawn, context.place)
    if not proposed:
        raise Declined(
            plain(
                "no-samples",
                "这段时间没有缺的读数，或在抄表时刻附近没有采样。",
                "No reading is missing in this span, or no sample lies near its moment.",
                "请先导入采样文件，或由人抄表。",
                "Import a file of samples first, or read by hand.",
            )
        )
    return proposed


def _all_there(context: Context, begins: datetime, ends: datetime) -> None:
    """Decline while a file of this span is still being filled in: its nearest sample may not be there yet."""
    from jiaoban.plant import samples

    found = measured.batches(context.book, context.place.post)
    mine = [one for one in found if one.first_at < ends and one.last_at >= begins]
    there = samples.loaded_of(context.place.site, [one.number for one in mine])
    for one in mine:
        if there.get(one.number, 0) < one.count:
            raise Declined(
                plain(
                    "samples-on-their-way",
                    f"采样文件「{one.source}」还在载入。",
                    f"The samples of {one.source!r} are still being filled in.",
                    "请等载入完成后再补抄。",
                    "Draw the readings once they are all there.",
                ),
                about=one.key,
            )


def _known(context: Context, mapping: Mapping) -> None:
    """Refuse parameters that are not in the register of this post."""
    mine = {one.key for one in queries.parameters(context.book, context.place.post)}
    unknown = [key for key in mapping.parameters if key not in mine]
    if unknown:
        said = "、".join(unknown[:20])
        raise BadInput(
            "mapping",
            Words(zh=f"本岗位没有登记这些参数：{said}。", en=f"This post has no such parameters: {said}."),
            Words(zh="请先登记，或改对照表。", en="Register them first, or change the mapping."),
        )


def _parameters(context: Context, keys: tuple[str, ...]) -> list[Parameter]:
    mine = queries.parameters(context.book, context.place.post)
    unknown = next((key for key in keys if key not in {one.key for one in mine}), None)
    if unknown is not None:
        raise NotFound(f"parameter {unknown}", "parameters")
    return [one for one in mine if not keys or one.key in keys]


def _drawn(context: Context, parameter: Parameter, at: datetime) -> drawing.Drawn | None:
    from jiaoban.plant import samples

    found = samples.nearest(context.place.site, parameter.key, at, timedelta(minutes=parameter.grace))
    if found is None or found[0] > context.now:
        return None
    mode = measured.modes_at(context.book, [parameter], found[0])[parameter.key]
    return drawing.Drawn(parameter, found[0], found[1], f"{found[2]}", mode.state, mode.mode)
