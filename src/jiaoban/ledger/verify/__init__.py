"""Walking a book and everything made of it, and naming the first place that does not fit.

Reads by plain SELECTs, and trusts nothing that the database repeats: every hash, column and read model is made again
from the
canonical bytes of the acts, and the tree from them is compared with every checkpoint that was ever signed.
"""

from jiaoban.ledger.verify.findings import Finding, Progress
from jiaoban.ledger.verify.verify import Report, verify, verify_all

__all__ = ["Finding", "Progress", "Report", "verify", "verify_all"]
