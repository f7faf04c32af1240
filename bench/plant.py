"""The pages of a post at a large plant: 5,000 pieces of equipment, 2,000 parameters, 10,000 defects, 2,000 people.

Pages are asked for by Django's own client, so the network is left out. `kB` is the page alone, `zipped` as it travels.
"""

import gc
import gzip
import statistics
import time
from collections.abc import Iterable
from typing import Any

from bench._plant import EQUIPMENT, open_plant
from bench._site import open_site

NAME = "plant"
ROUNDS = 20
HOURS = 24
"""Of readings: what these pages ask does not grow with them."""
STAFF = 2_000
PAGES = (
    "",
    "log",
    "log?q=泵",
    "log?equipment=e4711",
    "choose/equipment",
    "choose/equipment?q=设备",
    "choose/equipment?q=471",
    "choose/equipment?q=e-47",
    "choose/equipment?q=锅炉",
    "choose/person?q=人员",
    "plant",
    "plant/works",
    "plant/new?kind=DEFECT",
    "plant/new?kind=PERMIT",
    "plant/equipment",
    "plant/equipment/e4711",
    "plant/isolation",
    "readings",
    "readings/p0007",
    "readings/shift",
    "custody",
    "rounds",
    "rounds/routes/new",
    "followups",
    "followups/new",
    "handover",
    "roster",
    "meetings",
    "duties",
    "tables",
    "../../orders",
    "../../orders/new",
    "../../board",
    "../../people",
)


def run(size: int) -> list[dict[str, Any]]:
    """Ask for each page 20 times."""
    open_site()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    from django.test import Client

    from jiaoban.demo import cast

    visit = open_plant(HOURS)
    _staff(visit, STAFF)
    client, who = Client(), cast.LEADS["A"]
    assert client.login(username=who.username, password=who.password)
    gc.collect()
    gc.freeze()  # as the server does, and so the next line
    gc.set_threshold(20_000, 20, 50)
    return list(_asked(client, f"/s/{cast.SITE}/p/{cast.CCR}"))


def _staff(visit: Any, count: int) -> None:
    from jiaoban.kernel.act import Proposed
    from jiaoban.kernel.book import Stamp
    from jiaoban.org import acts

    if visit.book.get(_people(), "n0000") is not None:
        return
    hired = [
        Proposed(acts.PersonAdded(person=f"n{n:04}", description=acts.PersonDescription(name=f"人员{n:04}")), post="")
        for n in range(count)
    ]
    with visit.book.transaction():
        stamp = Stamp(command="bench-staff", request="0" * 64, actor="chen", post="", now=visit.now)
        visit.book.append(hired, stamp)


def _people() -> Any:
    from jiaoban.org.tables import PEOPLE

    return PEOPLE


def _asked(client: Any, at: str) -> Iterable[dict[str, Any]]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for page in PAGES:
        path = f"{at}/{page}" if not page.startswith("../../") else f"{at.partition('/p/')[0]}/{page[6:]}"
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(path, follow=True)
            queries = len(asked)  # the next request throws them away
        assert answer.status_code == 200, (path, answer.status_code)
        taken, spent = [], []
        for _ in range(ROUNDS):
            began, busy = time.perf_counter(), time.process_time()
            client.get(path, follow=True)
            taken.append((time.perf_counter() - began) * 1000)
            spent.append((time.process_time() - busy) * 1000)
        yield {
            "page": page or "home",
            "equipment": f"{EQUIPMENT:,}",
            "queries": queries,
            "p50 ms": round(statistics.median(taken), 1),
            "max ms": round(max(taken), 1),
            "p50 cpu ms": round(statistics.median(spent), 1),
            "kB": round(len(answer.content) / 1000, 1),
            "zipped": round(len(gzip.compress(answer.content)) / 1000, 1),
        }
