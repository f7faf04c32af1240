"""The demo station with a long past of handovers, all made with the verbs that people use."""

from datetime import datetime
from math import ceil
from typing import Any


def year(handovers: int) -> Any:
    """Found the demo station, let its crews hand over so many times (a whole number of days), and return the book.

    The people, the registers, the log, the stories and the course of a handover are those of the demo; only the days
    are more. The clock of the site stands where the demo's stands when a visitor comes.
    """
    from django.db import transaction

    from jiaoban.demo import accounts, cast
    from jiaoban.demo import load as demo
    from jiaoban.demo.description import read
    from jiaoban.ledger.store import DbBook
    from jiaoban.org.door import clock
    from jiaoban.org.packs import store
    from jiaoban.regime.load import load

    site = read(cast.SITE)
    assert site.past is not None
    a_day = len(site.pattern.shifts) * len(site.posts)
    longer = site.past.model_copy(update={"days": ceil(handovers / a_day)})
    long_site = site.model_copy(update={"past": longer})
    real: datetime = clock.now()
    pack = load(demo.REGIMES / site.regime)
    store(pack)
    with transaction.atomic():
        accounts.make_accounts(site.cast)
        demo._play(long_site, real, demo.arrival_after(site, real), pack)  # noqa: SLF001 - the demo's own way, longer
    return DbBook(cast.SITE)
