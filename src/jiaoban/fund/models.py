"""The read models of company funds, as the database keeps them."""

from django.db import models

from jiaoban.fund import tables
from jiaoban.ledger.fields import CodeField
from jiaoban.ledger.models import ReadModel


class FundingRow(ReadModel):
    """A request for company money."""

    table = tables.FUNDINGS
    post = CodeField(max_length=200)
    person = CodeField(max_length=200)
    month = CodeField(max_length=7)
    status = CodeField(max_length=10)
    asked_at = models.DateTimeField()

    class Meta:
        db_table = "fund_funding"
        indexes = [
            models.Index(fields=["site", "post", "month"], name="fund_funding_month"),
            models.Index(fields=["site", "post", "status"], name="fund_funding_status"),
        ]


class SpendingRow(ReadModel):
    """A line of spending."""

    table = tables.SPENDINGS
    post = CodeField(max_length=200)
    person = CodeField(max_length=200)
    month = CodeField(max_length=7)
    day = CodeField(max_length=10)

    class Meta:
        db_table = "fund_spending"
        indexes = [models.Index(fields=["site", "post", "month"], name="fund_spending_month")]


class SettlementRow(ReadModel):
    """The settlement of a person's month."""

    table = tables.SETTLEMENTS
    post = CodeField(max_length=200)
    person = CodeField(max_length=200)
    month = CodeField(max_length=7)
    at = models.DateTimeField()

    class Meta:
        db_table = "fund_settlement"
        indexes = [
            models.Index(fields=["site", "post", "month"], name="fund_settlement_month"),
            models.Index(fields=["site", "post", "at"], name="fund_settlement_at"),
        ]


class FindingRow(ReadModel):
    """An error or fraud that was found."""

    table = tables.FUND_FINDINGS
    post = CodeField(max_length=200)
    person = CodeField(max_length=200)
    month = CodeField(max_length=7)
    at = models.DateTimeField()
    counts = models.BooleanField()

    class Meta:
        db_table = "fund_finding"
        indexes = [
            models.Index(fields=["site", "post", "month"], name="fund_finding_month"),
            models.Index(fields=["site", "post", "at"], name="fund_finding_at"),
        ]
