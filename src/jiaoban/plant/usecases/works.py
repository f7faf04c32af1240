"""Verbs about work under permits and switching orders: extend, change people, list, do, check and skip steps,
progress."""

from pydantic import Field

from jiaoban.kernel.access import Right
from jiaoban.kernel.fields import MaybePhrase, MaybeRef, MaybeText, Moment, Text
from jiaoban.kernel.verbs import Context, Decision, verb
from jiaoban.plant import acts
from jiaoban.plant.rules import steps
from jiaoban.plant.rules import works as rules
from jiaoban.plant.usecases.matters import OfMatter, find, telling
from jiaoban.plant.usecases.naming import MaybePeople, MaybePersons, Steps, named, who

MOST_STEPS = 200


class Extend(OfMatter):
    """Until when a permit is valid from now on (exclusive), why, and who extended it."""

    valid_to: Moment = Field(title="延期至 Valid to")
    reason: Text = Field(title="原因 Reason")
    person: MaybeRef = Field(default="", title="由谁批准 Extended by")
    who: MaybePhrase = Field(default="", title="外来人员 Outside person")


class ChangePeople(OfMatter):
    """Other people in roles of a permit or order; roles left out stay as they are."""

    persons: MaybePersons = Field(default={}, max_length=10, title="人员 People of the site by role")
    people: MaybePeople = Field(default={}, max_length=10, title="外来人员 Outside people by role")
    reason: Text = Field(title="原因 Reason")


class ListSteps(OfMatter):
    """The steps of a switching order in their order; they may come as one text with a step in each line."""

    steps: Steps = Field(min_length=1, max_length=MOST_STEPS, title="操作项目 Steps")


class OfStep(OfMatter):
    """A step of a switching order, 1 the first, and when it happened."""

    step: int = Field(ge=1, le=MOST_STEPS, title="项号 Step")
    occurred_at: Moment | None = Field(default=None, title="时间 Happened")


class DoStep(OfStep):
    """A step that its performer did."""

    note: MaybeText = Field(default="", title="说明 Note")


class CheckStep(OfStep):
    """A step that the guardian checked."""

    note: MaybeText = Field(default="", title="说明 Note")


class SkipStep(OfStep):
    """A step that is not done, and why."""

    reason: Text = Field(title="跳过原因 Reason")


class Progress(OfMatter):
    """How far the work at a work face has come."""

    percent: int = Field(ge=0, le=100, title="进度（%）Percent")
    text: Text = Field(title="进展 Text")
    occurred_at: Moment | None = Field(default=None, title="时间 Happened")


@verb("plant.extend", right=Right.WORK)
def extend(context: Context, args: Extend) -> Decision:
    """Extend the validity of a work permit."""
    matter = find(context, args)
    name, person = who(context, args.person, args.who)
    extended = acts.Extended(matter=matter.key, valid_to=args.valid_to, reason=args.reason, who=name, person=person)
    return rules.extend(matter, extended, telling(context, None))


@verb("plant.change_people", right=Right.WORK)
def change_people(context: Context, args: ChangePeople) -> Decision:
    """Give roles of a permit or order to other people."""
    matter = find(context, args)
    people, persons = named(context, args.people, args.persons)
    changed = acts.PeopleChanged(matter=matter.key, people=people, persons=persons, reason=args.reason)
    return [rules.change_people(matter, changed)]


@verb("plant.list_steps", right=Right.WORK)
def list_steps(context: Context, args: ListSteps) -> Decision:
    """List the steps of a switching order, before the first of them is done."""
    return [steps.list_steps(find(context, args), args.steps)]


@verb("plant.do_step", right=Right.WORK)
def do_step(context: Context, args: DoStep) -> Decision:
    """Tick a step of a switching order as its performer, in order."""
    done = acts.StepDone(matter=args.matter, step=args.step, note=args.note)
    return [steps.do_step(find(context, args), done, _ticking(context, args))]


@verb("plant.check_step", right=Right.WORK)
def check_step(context: Context, args: CheckStep) -> Decision:
    """Check a step of a switching order as its guardian."""
    checked = acts.StepChecked(matter=args.matter, step=args.step, note=args.note)
    return [steps.check_step(find(context, args), checked, _ticking(context, args))]


@verb("plant.skip_step", right=Right.WORK)
def skip_step(context: Context, args: SkipStep) -> Decision:
    """Skip a step of a switching order, with the reason."""
    skipped = acts.StepSkipped(matter=args.matter, step=args.step, reason=args.reason)
    return [steps.skip_step(find(context, args), skipped, _ticking(context, args))]


@verb("plant.progress", right=Right.WORK)
def progress(context: Context, args: Progress) -> Decision:
    """Tell how far the work at a work face has come, in percent and in words."""
    progressed = acts.Progressed(matter=args.matter, percent=args.percent, text=args.text)
    return rules.progress(find(context, args), progressed, telling(context, args.occurred_at))


def _ticking(context: Context, args: OfStep) -> steps.Ticking:
    return steps.Ticking(by=context.actor.person, happened=args.occurred_at, now=context.now)
