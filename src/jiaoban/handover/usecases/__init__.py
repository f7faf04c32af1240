"""The verbs of a handover, one idea a file. Importing this package declares them."""

from jiaoban.handover.usecases import (
    acknowledge,
    attribute,
    count_round,
    exits,
    hours,
    lift,
    meet,
    mishap,
    objection,
    offering,
    opening,
    record,
    sanction,
    sign,
    turn,
    witnessing,
)

__all__ = [
    "acknowledge",
    "attribute",
    "count_round",
    "exits",
    "hours",
    "lift",
    "meet",
    "mishap",
    "objection",
    "offering",
    "opening",
    "record",
    "sanction",
    "sign",
    "turn",
    "witnessing",
]
