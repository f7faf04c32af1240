"""The month by people: the whole site of 300, a post of them, a change of a cell, a calendar that a client fetches.

`size` is how many people stand at the site, in 15 posts of four crews; 1,000 and more make it 300, as the promise says.
"""

import gc
import json
import statistics
import time
from collections.abc import Callable
from typing import Any

from bench._site import open_site

NAME = "roster"
ROUNDS = 20
POSTS = 15
PEOPLE = 300
MONTH = "2026-12"


def run(size: int) -> list[dict[str, Any]]:
    """Ask for each page 20 times by Django's own client: logged in, allowed, rendered."""
    open_site()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["testserver"]
    from jiaoban.demo import cast

    people = min(PEOPLE, max(POSTS * 4, size))
    feed = _open(people)
    here = f"/s/{cast.SITE}"
    client, who = Client(), cast.LEADS["A"]
    assert client.login(username=who.username, password=who.password)
    gc.collect()
    gc.freeze()  # as the server does, and so the next line
    gc.set_threshold(20_000, 20, 50)
    asks: dict[str, Callable[[int], Any]] = {
        "whole site": lambda _n: client.get(f"{here}/roster?month={MONTH}"),
        "one post": lambda _n: client.get(f"{here}/p/unit-01/roster/people?month={MONTH}"),
        "one row": lambda _n: client.get(f"{here}/roster?month={MONTH}&row=unit-01.p0000"),
        "change a cell": lambda n: _changed(client, n),
        "calendar": lambda _n: client.get(feed),
    }
    rows = []
    for name, ask in asks.items():
        with CaptureQueriesContext(connection) as asked:
            answer = ask(0)
            queries = len(asked)  # the next request throws them away
        assert answer.status_code == 200, (name, answer.status_code, answer.content[:500])
        taken, spent = [], []
        for number in range(1, ROUNDS + 1):
            began, busy = time.perf_counter(), time.process_time()
            ask(number)
            taken.append((time.perf_counter() - began) * 1000)
            spent.append((time.process_time() - busy) * 1000)
        rows.append(
            {
                "page": name,
                "people": people,
                "queries": queries,
                "p50 ms": round(statistics.median(taken), 1),
                "max ms": round(max(taken), 1),
                "p50 cpu ms": round(statistics.median(spent), 1),
                "kB": round(len(answer.content) / 1000, 1),
            }
        )
    return rows


def _changed(client: Any, number: int) -> Any:
    from jiaoban.demo import cast

    shift = ("day", "evening")[number % 2]
    said = {"moves": [{"person": "p0000", "day": f"{MONTH}-15", "shift": shift}], "reason": "bench"}
    return client.post(
        f"/api/v1/sites/{cast.SITE}/posts/unit-01/roster/edit",
        json.dumps(said),
        content_type="application/json",
        headers={"Idempotency-Key": f"bench-edit-{number:04d}"},
    )


def _open(people: int) -> str:
    """Fill the demo station with posts and people; return the address of a subscription."""
    from django.db import transaction
    from django.urls import reverse

    from jiaoban.demo import cast
    from jiaoban.demo.accounts import make_accounts
    from jiaoban.ledger import store
    from jiaoban.org import door
    from jiaoban.roster.seals import seal

    with transaction.atomic():
        cast.build(store.found(cast.SITE))
        make_accounts()
        program = door.as_system(cast.SITE)
        lead = door.enter(_user(cast.LEADS["A"].username), cast.SITE)

        def do(verb: str, command: str, at: str = "", **said: Any) -> None:
            outcome = program.do(verb, said, command=command, post=at)
            assert outcome.refusal is None, outcome.refusal

        crews = list(cast.CREWS)
        posts = [f"unit-{number:02d}" for number in range(1, POSTS + 1)]
        for number, post in enumerate(posts, start=1):
            name = {"zh": f"{number}号机组", "en": f"Unit {number}"}
            pattern = cast.PATTERN.model_dump()
            do("org.open_post", f"open-{post}", post=post, name=name, regime=cast.REGIME, pattern=pattern)
            do("roster.set_rotation", f"turn-{post}", post, anchor_day=cast.ANCHOR, cycle=cast.CYCLE)
        manned: dict[tuple[str, str], list[str]] = {}
        for number in range(people):
            key, post = f"p{number:04d}", posts[number % POSTS]
            do("org.add_person", f"add-{key}", person=key, name=f"人员{number:03d}", username="")
            do("org.grant", f"grant-{key}", person=key, role="OPERATOR", post=post)
            manned.setdefault((post, crews[number // POSTS % len(crews)]), []).append(key)
        for (post, crew), members in manned.items():
            do("roster.man", f"man-{post}-{crew}", post, crew=crew, people=members, from_day=cast.ANCHOR)
        opened = lead.do("roster.subscribe", {"post": "unit-01"}, command="bench-feed-01")
        assert opened.refusal is None
    key = opened.acts[0].command
    return reverse("subscription", kwargs={"site": cast.SITE, "seal": seal(cast.SITE, key), "key": key})


def _user(username: str) -> Any:
    from django.contrib.auth.models import User

    return User.objects.get(username=username)
