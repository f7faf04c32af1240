"""What is known of the plant after the acts so far, one file a subject."""

from jiaoban.plant.tables.custody import COUNTS, CUSTODY, SHORTAGES, Count, CustodyItem, Shortage
from jiaoban.plant.tables.earths import EARTHS, HANGINGS, Earth, Hanging
from jiaoban.plant.tables.equipment import CHANGES, EQUIPMENT, Change, Equipment
from jiaoban.plant.tables.links import LINKS, Link
from jiaoban.plant.tables.loans import LOANS, Loan
from jiaoban.plant.tables.matters import MATTERS, Grade, Matter, Turn
from jiaoban.plant.tables.readings import LATEST, PARAMETERS, READINGS, Latest, Parameter, Reading
from jiaoban.plant.tables.samples import BATCHES, Batch
from jiaoban.plant.tables.works import Extension, Said, Step

__all__ = [
    "BATCHES",
    "CHANGES",
    "COUNTS",
    "CUSTODY",
    "EARTHS",
    "EQUIPMENT",
    "HANGINGS",
    "LATEST",
    "LINKS",
    "LOANS",
    "MATTERS",
    "PARAMETERS",
    "READINGS",
    "SHORTAGES",
    "Batch",
    "Change",
    "Count",
    "CustodyItem",
    "Earth",
    "Equipment",
    "Extension",
    "Grade",
    "Hanging",
    "Latest",
    "Link",
    "Loan",
    "Matter",
    "Parameter",
    "Reading",
    "Said",
    "Shortage",
    "Step",
    "Turn",
]
