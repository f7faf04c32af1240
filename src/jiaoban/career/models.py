"""The read model of careers, as the database keeps it."""

from django.db import models

from jiaoban.career import tables
from jiaoban.ledger.fields import CodeField
from jiaoban.ledger.models import ReadModel


class MemberRow(ReadModel):
    """A person's place in the department."""

    table = tables.MEMBERS
    post = CodeField(max_length=200)
    person = CodeField(max_length=200)
    standing = CodeField(max_length=10)

    class Meta:
        db_table = "career_member"
        indexes = [models.Index(fields=["site", "post", "standing"], name="career_member_standing")]
