"""What the background loop does for the plant: fill the samples of bound files in, a piece a second."""

import logging
from datetime import datetime

from jiaoban.ledger import files
from jiaoban.plant import samples
from jiaoban.plant.models import BatchRow
from jiaoban.plant.tables import BATCHES

log = logging.getLogger(__name__)
PIECES = 10
"""So many pieces at a time; then the other work of the loop has its turn."""
_done: set[tuple[str, int]] = set()
"""Files of which this process knows that they are complete, or that they are lost."""


def tick(_now: datetime) -> None:
    """Go on with the files whose samples are not all there. One query while nothing is to be done."""
    for site, number in BatchRow.objects.values_list("site", "number").order_by("number"):
        if (site, number) in _done:
            continue
        batch = BATCHES.read(BatchRow.objects.values_list("state", flat=True).get(site=site, number=number))
        try:
            complete = samples.fill(site, batch, pieces=PIECES) >= batch.count
        except files.FileLost:
            log.exception("The samples of act %s cannot be filled in.", number)
            complete = True
        if not complete:
            return
        _done.add((site, number))
