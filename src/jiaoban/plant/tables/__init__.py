"""What is known of the plant after the acts so far, one file a subject."""

from jiaoban.plant.tables.custody import COUNTS, CUSTODY, SHORTAGES, Count, CustodyItem, Shortage
from jiaoban.plant.tables.equipment import EQUIPMENT, Equipment
from jiaoban.plant.tables.matters import MATTERS, Matter, Turn
from jiaoban.plant.tables.readings import LATEST, PARAMETERS, READINGS, Latest, Parameter, Reading

__all__ = [
    "COUNTS",
    "CUSTODY",
    "EQUIPMENT",
    "LATEST",
    "MATTERS",
    "PARAMETERS",
    "READINGS",
    "SHORTAGES",
    "Count",
    "CustodyItem",
    "Equipment",
    "Latest",
    "Matter",
    "Parameter",
    "Reading",
    "Shortage",
    "Turn",
]
