"""The pages of a sales desk over the three months of the demo department: what came of a month, customers, one of them.

Asked for by Django's own client: logged in, allowed, rendered. The department has ten agents; above the usual size it
has so many customers besides, some 4,400 of whom came to be known in each month of their past (`bench/_leads.py`).
"""

import gc
import statistics
import time
from datetime import timedelta
from typing import Any

from bench._leads import BEGINNING, POST, SITE, STEP, open_leads
from bench._site import open_site

NAME = "department"
ROUNDS = 20
USUAL = 1_000
PAGES = {
    "month of the department": "leads/figures",
    "the month before": "leads/figures?month={before}",
    "month of one person": "leads/figures/people/linna",
    "customers": "leads",
    "home": "",
}
FULL = {
    "a full month of the department": "leads/figures?month={full}",
    "a full month of one person": "leads/figures/people/linna?month={full}",
    "who led whom in a full month": "following?month={full}",
    "customers of one stage, person and source": "leads?stand=VISITED&person=wanglei&source=advert",
    "customers of whom there are none": "leads?stand=DEPOSIT&person=wanglei&source=advert",
}


def run(size: int) -> list[dict[str, Any]]:
    """Ask for each page 20 times."""

    open_site()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["testserver"]
    from jiaoban.demo import description, load
    from jiaoban.kernel.months import month_query
    from jiaoban.org import door
    from jiaoban.org import queries as org

    began = time.perf_counter()
    if size > USUAL:
        open_leads(size)
    else:
        load.load(SITE)
    loaded = time.perf_counter() - began
    visit = door.as_system(SITE)
    last = BEGINNING + size * STEP - timedelta(days=31)
    first = org.local_day(visit.book, visit.now).replace(day=1)
    who = description.read(SITE).people["zhangxin"]
    client = Client()
    assert client.login(username=who.username, password=who.password)
    gc.collect()
    gc.freeze()  # as the server does, and so the next line
    gc.set_threshold(20_000, 20, 50)
    rows = []
    for name, path in (PAGES | (FULL if size > USUAL else {})).items():
        before = month_query(first, -1).partition("=")[2]
        url = f"/s/{SITE}/p/{POST}/" + path.format(before=before, full=f"{last:%Y-%m}")
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(url)
            queries = len(asked)  # the next request throws them away
        assert answer.status_code == 200, (url, answer.status_code)
        taken, spent = [], []
        for _ in range(ROUNDS):
            at, busy = time.perf_counter(), time.process_time()
            client.get(url)
            taken.append((time.perf_counter() - at) * 1000)
            spent.append((time.process_time() - busy) * 1000)
        rows.append(
            {
                "page": name,
                "acts": visit.book.size,
                "queries": queries,
                "p50 ms": round(statistics.median(taken), 1),
                "highest ms": round(max(taken), 1),
                "processor ms": round(statistics.median(spent), 1),
                "kB": round(len(answer.content) / 1000, 1),
                "loaded in s": round(loaded, 1),
            }
        )
    return rows
