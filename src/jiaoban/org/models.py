"""The read models of this room, and what stands outside the book: access tokens and failed proofs of identity."""

from django.conf import settings
from django.db import models

from jiaoban.kernel.naming import SOUGHT_LENGTH
from jiaoban.ledger.fields import CodeField
from jiaoban.ledger.models import ReadModel
from jiaoban.org import tables


class SiteRow(ReadModel):
    """The site itself."""

    table = tables.SITE

    class Meta:
        db_table = "org_site"


class ClockMoveRow(ReadModel):
    """A move of the site's clock."""

    table = tables.CLOCK_MOVES
    from_at = models.DateTimeField()

    class Meta:
        db_table = "org_clock_move"
        indexes = [models.Index(fields=["site", "from_at"], name="org_clock_move_from")]


class PostRow(ReadModel):
    """A post."""

    table = tables.POSTS
    position = models.BigIntegerField()

    class Meta:
        db_table = "org_post"


class PersonRow(ReadModel):
    """A person; `username` joins them to an account, `member` says that the site exists for them."""

    table = tables.PEOPLE
    name = CodeField(max_length=80)
    username = CodeField(max_length=150)
    crew = CodeField(max_length=20)
    active = models.BooleanField()
    member = models.BooleanField()
    finding = CodeField(max_length=SOUGHT_LENGTH)

    class Meta:
        db_table = "org_person"
        indexes = [
            models.Index(fields=["username", "site"], name="org_person_username"),
            models.Index(fields=["site", "active", "finding"], name="org_person_find"),
        ]


class RegimeRow(ReadModel):
    """A regime that the site adopted."""

    table = tables.REGIMES

    class Meta:
        db_table = "org_regime"


class ApiToken(models.Model):
    """A key to the HTTP API that acts as its user. Only the hash is kept; the key itself was shown once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    digest = CodeField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "org_api_token"
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return f"{self.user} {self.name}"


class FailedProof(models.Model):
    """One failure to prove an identity when signing: who was claimed, from where, when by the machine's clock."""

    username = CodeField(max_length=150)
    address = models.CharField(max_length=45, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "org_failed_proof"
        indexes = [models.Index(fields=["username", "at"], name="org_failed_proof_recent")]

    def __str__(self) -> str:
        return f"{self.username} {self.at}"
