"""The read models of customers, as the database keeps them."""

from django.db import models

from jiaoban.lead import tables
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

    table = tables.ACCESSES
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
