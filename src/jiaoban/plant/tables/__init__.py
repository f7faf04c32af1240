"""What is known of the plant after the acts so far, one file a subject."""

from jiaoban.plant.tables.custody import COUNTS, CUSTODY, SHORTAGES, Count, CustodyItem, Shortage
from jiaoban.plant.tables.earths import EARTHS, HANGINGS, Earth, Hanging
from jiaoban.plant.tables.equipment import CHANGES, EQUIPMENT, Change, Equipment
from jiaoban.plant.tables.links import LINKS, Link
from jiaoban.plant.tables.matters import MATTERS, Matter, Turn
from jiaoban.plant.tables.readings import LATEST, PARAMETERS, READINGS, Latest, Parameter, Reading

__all__ = [
    "CHANGES",
    "COUNTS",
    "CUSTODY",
    "EARTHS",
    "EQUIPMENT",
    "HANGINGS",
    "LATEST",
    "LINKS",
    "MATTERS",
    "PARAMETERS",
    "READINGS",
    "SHORTAGES",
    "Change",
    "Count",
    "CustodyItem",
    "Earth",
    "Equipment",
    "Hanging",
    "Latest",
    "Link",
    "Matter",
    "Parameter",
    "Reading",
    "Shortage",
    "Turn",
]
