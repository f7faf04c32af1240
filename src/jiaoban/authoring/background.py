"""What the background loop does for authors: it starts the replays that were asked for, one at a time."""

from jiaoban.authoring import replays
from jiaoban.ledger.apart import Apart

tick = Apart("jiaoban.authoring.worker", replays.claim, replays.gone).tick
