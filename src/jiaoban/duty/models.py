"""The read model of periodic duties, as the database keeps it."""

from django.db import models

from jiaoban.duty.tables import DONE
from jiaoban.ledger.fields import CodeField
from jiaoban.ledger.models import ReadModel


class DoneRow(ReadModel):
    """A duty of one post and shift."""

    table = DONE
    post = CodeField(max_length=200)
    shift = CodeField(max_length=100)
    duty = CodeField(max_length=100)
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "duty_done"
        indexes = [models.Index(fields=["site", "post", "shift"], name="duty_shift")]
