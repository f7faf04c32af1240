"""Binding a file of samples and filling them in: size thousand of them, a million by default.

`survey` reads and checks the whole file, `bind` appends the one act, `fill` puts the samples into their table in
pieces, each a transaction; `verify` compares them with the file. Progress is told after each piece: `told` times.
"""

import time
from datetime import datetime, timedelta
from typing import Any

from bench._site import open_site

NAME = "samples"
COLUMNS = 50


def run(size: int) -> list[dict[str, Any]]:
    """Import one file of size * 1000 samples of 50 parameters."""
    open_site()
    from django.db import connection

    from jiaoban.demo import cast
    from jiaoban.demo.load import load
    from jiaoban.ledger.verify.findings import Findings
    from jiaoban.org import door
    from jiaoban.plant import measured, samples
    from jiaoban.plant.mapping import Mapping

    load()
    visit = door.as_system(cast.SITE)
    keys = [f"bench-{number}" for number in range(COLUMNS)]
    for key in keys:
        said = {"parameter": key, "name": key, "group": "bench"}
        visit.do("plant.register_parameter", said, command=f"r{time.time_ns()}", post=cast.CCR)
    lines = size * 1000 // COLUMNS
    content = _file(lines, visit.now - timedelta(seconds=3 * lines))
    mapping = Mapping.model_validate(
        {
            "time": {"column": 1, "formats": ["%d-%m-%Y %H:%M:%S"], "zone": "UTC"},
            "heads": False,
            "columns": [{"column": number + 2, "parameter": key} for number, key in enumerate(keys)],
        }
    )
    times: dict[str, float] = {}
    began = time.perf_counter()
    name = samples.keep(content)
    samples.surveyed(name, mapping.model_dump_json(), visit.site.zone, None, samples.minute(visit.now))
    times["survey s"] = time.perf_counter() - began
    began = time.perf_counter()
    bound: dict[str, Any] = {"file": name, "source": "bench", "mapping": mapping}
    outcome = visit.do("plant.bind_samples", bound, command=f"bench-{time.time_ns()}", post=cast.CCR)
    assert outcome.refusal is None, outcome.refusal
    times["bind s"] = time.perf_counter() - began
    batch = measured.batch(visit.book, outcome.acts[0].command)
    assert batch is not None
    told = []
    began = time.perf_counter()
    filled = samples.fill(visit.book.site, batch, progress=lambda done, _: told.append(done))
    times["fill s"] = time.perf_counter() - began
    assert filled == batch.count == lines * COLUMNS, (filled, batch.count)
    began = time.perf_counter()
    findings = Findings(cast.SITE)
    samples.TABLE_OF_FILES.compare(connection, findings, list(visit.book.acts(batch.number, batch.number + 1)))
    assert not list(findings)
    verified = time.perf_counter() - began
    whole = sum(times.values())
    return [
        {
            "samples": f"{filled:,}",
            "MB": round(len(content) / 1e6, 1),
            **{key: round(value, 2) for key, value in times.items()},
            "whole s": round(whole, 2),
            "a second": f"{filled / whole:,.0f}",
            "told": len(told),
            "verify s": round(verified, 2),
        }
    ]


def _file(lines: int, begin: datetime) -> bytes:
    rows = []
    for number in range(lines):
        at = begin + timedelta(seconds=3 * number)
        figures = ",".join(f"{20 + (number * 31 + column * 17) % 4000 / 100:.2f}" for column in range(COLUMNS))
        rows.append(f"{at:%d-%m-%Y %H:%M:%S},{figures}")
    return "\n".join(rows).encode()
