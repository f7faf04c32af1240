"""How a matter lives: which states follow which, what it needs to begin, when an order is unclear.

Opening and advancing a matter writes a log entry as well, so that the log tells the shift's whole story.
"""

from jiaoban.kernel.act import Proposed
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import BadInput, Declined, Reason
from jiaoban.kernel.tongue import Tongue
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.plant import phrases
from jiaoban.plant.acts import Advanced, ClearedUp, MarkedUnclear, MatterOpened, Noted
from jiaoban.plant.lives import LIVES
from jiaoban.plant.rules.steps import need_steps_done
from jiaoban.plant.rules.telling import Telling, entry
from jiaoban.plant.rules.works import need_sense, need_valid
from jiaoban.plant.tables import Matter
from jiaoban.plant.terms import FIELDS


def open_matter(opened: MatterOpened, telling: Telling) -> list[Proposed]:
    """Return the acts that open a matter and log it.

    Declined, a reason a field, when its kind needs fields that are empty. `BadInput` for a moment that the log does not
    take, and for a subject that is none of the post's.
    """
    need_whole(opened, telling.place)
    told = entry(opened, _opening(opened, telling.say), telling, opened.photos)
    return [Proposed(opened, occurred_at=told.occurred_at), told]


def need_whole(opened: MatterOpened, place: Place) -> None:
    """Refuse a matter that lacks what its kind needs, or says what makes no sense, as `open_matter` tells."""
    life = LIVES[opened.kind]
    missing = [field for field in life.needs if not getattr(opened, field)]
    if missing:
        raise Declined(*(_lacking(field) for field in missing))
    if opened.subject and opened.subject not in dict(place.subjects):
        raise BadInput(
            "subject",
            Words(zh="本岗位没有这个交接对象。", en="The post has no such subject."),
            Words(zh="请从本岗位的对象中选择。", en="Choose one of the post's subjects."),
        )
    need_sense(opened)


def advance(matter: Matter, advanced: Advanced, telling: Telling) -> list[Proposed]:
    """Return the acts that bring a matter into another state and log it.

    Declined, naming the possible states, when its life does not lead there; when an order is carried out that is still
    unclear; when work is permitted outside of its permit's validity; when a switching order is ended with steps left.
    `BadInput` when it would have happened before the state that it leaves.
    """
    state = advanced.state
    if state not in matter.life.after(matter.state):
        raise Declined(_no_way(matter, state), about=matter.key, conflict=state == matter.state)
    if matter.unclear and state == "CARRIED_OUT":
        raise Declined(
            plain(
                "order-unclear",
                f"「{matter.title}」已标记为不明确：{matter.unclear_why}",
                f"'{matter.title}' is marked unclear: {matter.unclear_why}",
                "请先向下令人问清并记录。",
                "Ask whoever gave it and record the answer first.",
                who=("outgoing",),
            ),
            about=matter.key,
        )
    if telling.happened is not None and telling.happened < matter.state_at:
        raise BadInput(
            "occurred_at",
            Words(zh="早于上一状态的时间。", en="This is before its last state began."),
            Words(zh="请核对时间。", en="Check the moment."),
        )
    need_valid(matter, state, telling.at)
    need_steps_done(matter, state)
    say, life = telling.say, matter.life
    who = say.bracket(advanced.who)
    told_of = {"life": say(life.name), "title": matter.title, "state": say(life.states[state])}
    said = say(phrases.ADVANCED, **told_of, who=who, note=advanced.note)
    told = entry(matter, said, telling, advanced.photos)
    return [Proposed(advanced, occurred_at=told.occurred_at), told]


def note(matter: Matter, text: str, photos: tuple[str, ...]) -> Proposed:
    """Return the act that writes on a matter; `BadInput` where nothing is written and no picture goes with it."""
    if not text.strip() and not photos:
        raise BadInput(
            "text",
            Words(zh="没有写内容，也没有照片。", en="Nothing is written, and there is no photograph."),
            Words(zh="请写内容，或选照片。", en="Write something, or choose a photograph."),
        )
    return Proposed(Noted(matter=matter.key, text=text, photos=photos))


def mark_unclear(matter: Matter, why: str) -> Proposed:
    """Return the act that marks an order unclear; declined for what is no order, is over or is marked already."""
    if not matter.life.order:
        raise Declined(_plainly("not-an-order", "这不是调度命令或上级指示。", "This is no order."), about=matter.key)
    if not matter.open or matter.unclear:
        state = ("已经标记为不明确", "is marked unclear already") if matter.unclear else ("已经结束", "is over")
        reason = _plainly("cannot-be-unclear", f"这项命令{state[0]}。", f"This order {state[1]}.")
        raise Declined(reason, about=matter.key, conflict=True)
    return Proposed(MarkedUnclear(matter=matter.key, why=why))


def clear_up(matter: Matter, how: str) -> Proposed:
    """Return the act that clears an order up; declined when it is not unclear."""
    if not matter.unclear:
        raise Declined(
            _plainly("not-unclear", "这项命令没有不明确之处。", "This order is not unclear."),
            about=matter.key,
            conflict=True,
        )
    return Proposed(ClearedUp(matter=matter.key, how=how))


def _opening(opened: MatterOpened, say: Tongue) -> str:
    life = LIVES[opened.kind]
    told_of = {"life": say(life.name), "title": opened.title, "state": say(life.states[opened.state])}
    parts = [say(phrases.OPENED, **told_of, number=say.bracket(opened.number))]
    if opened.before or opened.after:
        parts.append(say(phrases.FROM_TO, before=opened.before, after=opened.after))
    return "".join([*parts, opened.text])


def _lacking(field: str) -> Reason:
    name = FIELDS[field]
    return plain(
        f"missing:{field}",
        f"「{name.zh}」没有填写。",
        f"'{name.en}' is empty.",
        f"请填写「{name.zh}」。",
        f"Fill in '{name.en}'.",
        who=("author",),
    )


def _no_way(matter: Matter, state: str) -> Reason:
    life, possible = matter.life, matter.life.after(matter.state)
    here, there = life.states[matter.state], life.states.get(state, Words(zh=state, en=state))
    lifts = Words(zh="它已经结束，如有新情况请另行登记。", en="It is over; open a new one for what is new.")
    if possible:
        zh = "、".join(life.states[one].zh for one in possible)
        en = ", ".join(life.states[one].en for one in possible)
        lifts = Words(zh=f"可以改为：{zh}。", en=f"It can become: {en}.")
    return Reason(
        code="no-such-turn",
        why=Words(
            zh=f"{life.name.zh}「{matter.title}」现为「{here.zh}」，不能改为「{there.zh}」。",
            en=f"{life.name.en} '{matter.title}' is '{here.en}' and cannot become '{there.en}'.",
        ),
        lifts=lifts,
        names=possible,
    )


def _plainly(code: str, zh: str, en: str) -> Reason:
    return plain(code, zh, en, "请刷新后核对。", "Look at it as it is now.")
