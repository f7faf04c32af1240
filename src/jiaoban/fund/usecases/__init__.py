"""The verbs of company funds: asking and deciding, spending and settling, what a supervisor finds."""

from jiaoban.fund.usecases import asking, finding, spending

__all__ = ["asking", "finding", "spending"]
