"""The read models of customers, as the database keeps them."""

from django.db import models

from jiaoban.lead import access_tables, aftersales_tables, owner_tables, tables
from jiaoban.ledger.fields import CodeField
from jiaoban.ledger.models import ReadModel


class LeadRow(ReadModel):
    """A customer."""

    table = tables.LEADS
    post = CodeField(max_length=200)
    stand = CodeField(max_length=20)
    source = CodeField(max_length=60)
    opened_at = models.DateTimeField()
    opened_by = CodeField(max_length=200)
    touched_at = models.DateTimeField()
    last_by = CodeField(max_length=200)
    next_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "lead"
        indexes = [
            models.Index(fields=["site", "post", "-touched_at"], name="lead_newest"),
            models.Index(fields=["site", "post", "stand", "-touched_at"], name="lead_by_stand"),
            models.Index(fields=["site", "post", "last_by", "-touched_at"], name="lead_by_person"),
            models.Index(fields=["site", "post", "stand", "last_by", "-touched_at"], name="lead_by_stand_person"),
            models.Index(fields=["site", "post", "source", "-touched_at"], name="lead_by_source"),
            models.Index(fields=["site", "post", "next_at"], name="lead_coming"),
            models.Index(fields=["site", "post", "-opened_at"], name="lead_opened"),
        ]


class EventRow(ReadModel):
    """Something that happened with a customer."""

    table = tables.EVENTS
    lead = CodeField(max_length=200)
    post = CodeField(max_length=200)
    kind = CodeField(max_length=20)
    person = CodeField(max_length=200)
    at = models.DateTimeField()
    for_at = models.DateTimeField(null=True)
    standing = models.BooleanField()

    class Meta:
        db_table = "lead_event"
        indexes = [
            models.Index(fields=["site", "lead", "at"], name="lead_event_of_lead"),
            models.Index(fields=["site", "post", "kind", "at"], name="lead_event_by_kind"),
            models.Index(fields=["site", "post", "person", "kind", "at"], name="lead_event_by_person"),
            models.Index(fields=["site", "post", "kind", "for_at"], name="lead_event_coming"),
        ]


class NumberRow(ReadModel):
    """Whose a number is."""

    table = tables.NUMBERS
    lead = CodeField(max_length=200)

    class Meta:
        db_table = "lead_number"


class AccessRow(ReadModel):
    """Who looked at which whole number."""

    table = access_tables.ACCESSES
    post = CodeField(max_length=200)
    lead = CodeField(max_length=200)
    person = CodeField(max_length=200)
    what = CodeField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        db_table = "lead_access"
        indexes = [
            models.Index(fields=["site", "post", "-at"], name="lead_access_newest"),
            models.Index(fields=["site", "lead", "-at"], name="lead_access_of_lead"),
        ]


class DealingsRow(ReadModel):
    """What was said about a customer."""

    table = owner_tables.DEALINGS
    post = CodeField(max_length=200)
    named_from = models.DateTimeField(null=True)
    named_last = models.DateTimeField(null=True)

    class Meta:
        db_table = "lead_dealings"
        indexes = [models.Index(fields=["site", "post", "named_last"], name="lead_dealings_named")]


class CollisionRow(ReadModel):
    """Several people and one customer."""

    table = owner_tables.COLLISIONS
    lead = CodeField(max_length=200)
    post = CodeField(max_length=200)
    decided = models.BooleanField()
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "lead_collision"
        indexes = [
            models.Index(fields=["site", "lead", "opened_at"], name="lead_collision_of_lead"),
            models.Index(fields=["site", "post", "decided", "opened_at"], name="lead_collision_undecided"),
            models.Index(fields=["site", "post", "-opened_at"], name="lead_collision_newest"),
        ]


class QuarrelRow(ReadModel):
    """A quarrel over a collision."""

    table = owner_tables.QUARRELS
    post = CodeField(max_length=200)
    collision = CodeField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "lead_quarrel"
        indexes = [
            models.Index(fields=["site", "post", "at"], name="lead_quarrel_when"),
            models.Index(fields=["site", "collision", "at"], name="lead_quarrel_of_collision"),
        ]


class RepeatRow(ReadModel):
    """An appointment over a colleague's."""

    table = owner_tables.REPEATS
    post = CodeField(max_length=200)
    lead = CodeField(max_length=200)
    person = CodeField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "lead_repeat"
        indexes = [
            models.Index(fields=["site", "post", "at"], name="lead_repeat_when"),
            models.Index(fields=["site", "lead", "at"], name="lead_repeat_of_lead"),
        ]


class FollowedRow(ReadModel):
    """When a customer came and when that was over."""

    table = owner_tables.FOLLOWED
    lead = CodeField(max_length=200)
    post = CodeField(max_length=200)
    visited_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "lead_followed"
        indexes = [
            models.Index(fields=["site", "post", "closed_at", "visited_at", "lead"], name="lead_followed_when"),
            models.Index(fields=["site", "post", "visited_at", "lead"], name="lead_followed_visited"),
        ]


class LaterRow(ReadModel):
    """A follow-up of a customer who bought."""

    table = owner_tables.LATER
    post = CodeField(max_length=200)
    lead = CodeField(max_length=200)
    person = CodeField(max_length=200)
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "lead_later"
        indexes = [
            models.Index(fields=["site", "lead"], name="lead_later_of_lead"),
            models.Index(fields=["site", "post", "ended_at", "ends_at"], name="lead_later_ends"),
        ]


class CareRow(ReadModel):
    """A contact after the sale."""

    table = aftersales_tables.CARES
    lead = CodeField(max_length=200)
    post = CodeField(max_length=200)
    person = CodeField(max_length=200)
    at = models.DateTimeField()
    standing = models.BooleanField()

    class Meta:
        db_table = "lead_care"
        indexes = [
            models.Index(fields=["site", "lead", "at"], name="lead_care_of_lead"),
            models.Index(fields=["site", "post", "at"], name="lead_care_at"),
        ]


class CareFileRow(ReadModel):
    """What is agreed about looking after a customer."""

    table = aftersales_tables.CARE_FILES
    post = CodeField(max_length=200)
    waits_for = CodeField(max_length=200)

    class Meta:
        db_table = "lead_care_file"
        indexes = [models.Index(fields=["site", "waits_for"], name="lead_care_waiting")]
