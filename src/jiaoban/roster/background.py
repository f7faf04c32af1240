"""What the background loop does for rosters: it starts the search for proposals that were asked for, one at a time."""

from jiaoban.ledger.apart import Apart
from jiaoban.roster.proposing import proposals

tick = Apart("jiaoban.roster.proposing.worker", proposals.claim, proposals.gone).tick
