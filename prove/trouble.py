"""What a server in trouble has to answer, and what it has to do when the trouble is over. Without a restart."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from random import Random

from prove.station import LOG, Answer, Client, Station, picture
from prove.whole import Told
from tests import cast

HOME = f"/s/{cast.SITE}/p/{cast.CCR}"
FORM = f"{HOME}/do/logbook.write"
UNSTORED = (503, 507)
SENTENCE = "系统暂时不能写入"
"""What a page says."""
UNTIL_REFUSED = 400
"""So many entries and forms may still find room at most."""
THREADS = 16
"""As the server has."""
IN_A_ROW = 6
"""So many refused in a row, of entries and of forms, say that there is no room left."""
REMEMBERED = 1.1
"""Seconds after which /healthz looks anew."""
LATELY = 5.0
"""Seconds for which it tells that somebody found no room, though a smaller write might find some."""
BACK_WITHIN = 60.0
"""Seconds after the end of the trouble."""


@dataclass
class Trouble:
    """Somebody with a key, somebody at a browser, and what both were told."""

    address: str
    station: Station
    seed: int
    sent: dict[str, Told] = field(default_factory=dict)
    stored: list[str] = field(default_factory=list)
    """Photographs that were answered as stored."""
    refused: dict[str, Told] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)
    fitted: int = 0
    """How often something was carried out although the disk was full: each has to be there afterwards."""
    asked: int = 0
    slowest: float = 0.0
    _full: bool = False
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)

    def write(self, stage: str, key: int = 0, photo: str = "") -> Answer:
        """Send a new entry with a key."""
        command = f"disk-{self.seed}-{next(self._numbers)}"
        told = Told(f"{command} {stage}", (photo,) if photo else ())
        return self._sent(command, told, self._api(key).write(command, told.text, told.photos), stage)

    def until_refused(self, stage: str, fill: Callable[[], None]) -> None:
        """Write entries and forms, the disk filled up again before each, until there is no room for any.

        What is full are the files. Inside of them there is room left: each connection to PostgreSQL fills a page of its
        own, so that one finds room where another did not. Stops at the first finding.
        """
        refused = 0
        for _ in range(UNTIL_REFUSED // 2):
            fill()
            answers = self.write(stage), self._form(stage)
            refused = refused + 1 if all(answer.status in UNSTORED for answer in answers) else 0
            if refused == IN_A_ROW or self.findings:
                return
        self.findings.append(f"{stage}: {UNTIL_REFUSED} were written and never {IN_A_ROW} refused in a row")

    def refuses(
        self,
        stage: str,
        *,
        writes: Sequence[str] = ("api", "photo", "page"),
        reads: bool = True,
        fill: Callable[[], None] | None = None,
    ) -> None:
        """Check everything at once that can be asked while the trouble lasts.

        With `fill`, after `until_refused`, the trouble is a full disk. A write that finds room all the same may be
        carried out, and is looked for when all is over: it is refused with a sentence or it is durable.
        """
        self._full = fill is not None
        asks: dict[str, Callable[[], None]] = {
            "api": lambda: self._problem(stage, "an entry", self.write(stage)),
            "photo": lambda: self._problem(stage, "a photograph", self._upload()),
            "page": lambda: self._page(stage, "a form", self._form(stage)),
        }
        chosen = [asks[name] for name in writes]
        chosen += [lambda: self._health(stage)] if "api" in writes and fill is None else []
        pages = [(path, self._browser()) for path in (f"{HOME}/log", f"{HOME}/")]
        for path, client in (*pages, *((LOG, self._api(1)) for _ in range(THREADS - len(chosen)))):
            chosen.append(partial(self._look, stage, path, client, reads))
        if fill is not None:
            fill()
        with ThreadPoolExecutor(len(chosen)) as pool:
            for done in [pool.submit(self._timed, stage, one) for one in chosen]:
                done.result()
        if "api" in writes and fill is not None:
            self._timed(stage, partial(self._health_when_full, stage, fill))
        self._full = False

    def resumes(self, stage: str) -> None:
        """Wait until it can be written again, then send half of what was refused anew, under the same ids."""
        end = time.monotonic() + BACK_WITHIN
        while (answer := self._browser().get("/healthz")).status != 200:
            if time.monotonic() > end:
                self.findings.append(f"{stage}: afterwards /healthz still says {answer.status}")
                return
            time.sleep(0.1)
        with ThreadPoolExecutor(THREADS) as pool:  # so many that every thread of the server has its turn
            for answer in pool.map(lambda _: self.write(stage), range(2 * THREADS)):
                self._expect(stage, "an entry afterwards", answer, 200)
        stored = self._upload()
        self._expect(stage, "a photograph afterwards", stored, 200)
        self._expect(stage, "its entry", self.write(stage, photo=stored.told.get("name", "")), 200)
        self._expect(stage, "a form afterwards", self._form(stage), 303)
        for command in sorted(self.refused)[::2]:
            told = self.refused.pop(command)
            answer = self._api(0).write(command, told.text, told.photos)
            self._expect(stage, f"{command} sent again", answer, 200)
            if answer.told.get("repeated"):
                self.findings.append(f"{stage}: {command} was answered as not written and stood in the book")
            self._sent(command, told, answer, stage)

    def half_done(self, data: Path) -> list[str]:
        """Name what was refused and is there all the same: acts, and files that were not finished."""
        from jiaoban.ledger.files import sound
        from jiaoban.ledger.store import DbBook

        here = {act.command for act in DbBook(cast.SITE).acts()}
        found = [f"{command} was refused and stands in the book" for command in self.refused if command in here]
        found += [
            f"the photograph {name} was answered as stored and is lost" for name in self.stored if not sound(name)
        ]
        for folder in ("files", "checkpoints", "thumbnails"):
            left = [
                path for path in (data / folder).rglob("*") if path.is_file() and path.name.startswith((".", "tmp"))
            ]
            found += [f"{path.relative_to(data)} was left half written" for path in left]
        return found

    def _api(self, key: int) -> Client:
        return Client.with_key(self.address, self.station.keys[key])

    def _browser(self) -> Client:
        return Client.logged_in(self.address, self.station.session)

    def _upload(self) -> Answer:
        answer = self._api(2).upload(picture(self.chance))
        if answer.status == 200:
            self.stored.append(answer.told["name"])
        return answer

    def _form(self, stage: str) -> Answer:
        command = f"disk-{self.seed}-{next(self._numbers)}"
        told = Told(f"{command} {stage}")
        fields = {"category": "OPERATION", "text": told.text, "command": command, "form": "quick"}
        answer = self._browser().fill_in(FORM, back=f"{HOME}/", next=f"{HOME}/", **fields)
        if answer.status == 303:
            told.led_on = True
            self.sent[command] = told
        else:
            self.refused[command] = told
        return answer

    def _sent(self, command: str, told: Told, answer: Answer, stage: str) -> Answer:
        if answer.status == 200:
            told.answers.append(answer.acts)
            self.sent[command] = told
            if not answer.acts:
                self.findings.append(f"{stage}: {command} was answered 200 without an act")
        else:
            self.refused[command] = told
        return answer

    def _timed(self, stage: str, ask: Callable[[], None]) -> None:
        began = time.monotonic()
        try:
            ask()
        except OSError as error:
            self.findings.append(f"{stage}: there was no answer: {error}")
        self.asked += 1
        self.slowest = max(self.slowest, time.monotonic() - began)

    def _expect(self, stage: str, what: str, answer: Answer, status: int) -> None:
        if answer.status != status:
            said = str(answer.told.get("detail", "")) if "json" in answer.kind else ""
            self.findings.append(f"{stage}: {what} was answered {answer.status} instead of {status} {said}".rstrip())

    def _problem(self, stage: str, what: str, answer: Answer) -> None:
        if self._full and answer.status == 200:
            self.fitted += 1
        elif answer.status not in UNSTORED:
            self.findings.append(f"{stage}: the API answered {what} with {answer.status} instead of 503 or 507")
        elif answer.kind != "application/problem+json" or not answer.told.get("detail"):
            self.findings.append(f"{stage}: the API answered {what} with {answer.status} and no sentence")

    def _page(self, stage: str, what: str, answer: Answer) -> None:
        if self._full and answer.status == 303:
            self.fitted += 1
        elif answer.status not in UNSTORED or SENTENCE not in answer.body.decode():
            self.findings.append(f"{stage}: {what} was answered {answer.status} without the sentence {SENTENCE}")

    def _look(self, stage: str, path: str, client: Client, can: bool) -> None:
        answer = client.get(path)
        if can:
            self._expect(stage, f"reading {path}", answer, 200)
        elif path == LOG:
            self._problem(stage, f"reading {path}", answer)
        else:
            self._page(stage, f"reading {path}", answer)

    def _health(self, stage: str) -> None:
        time.sleep(REMEMBERED)
        answer = self._browser().get("/healthz")
        if answer.status != 503 or len(answer.body) < 10:
            self.findings.append(f"{stage}: /healthz says {answer.status} {answer.body.decode().strip()}")

    def _health_when_full(self, stage: str, fill: Callable[[], None]) -> None:
        """Ask it soon enough after a refusal: its own row may find room where an entry does not."""
        for _ in range(UNTIL_REFUSED):
            fill()
            began = time.monotonic()
            if self.write(stage).status == 200:
                continue
            time.sleep(REMEMBERED)
            answer = self._browser().get("/healthz")
            if answer.status == 503:
                return
            if time.monotonic() - began < LATELY:
                break
        self.findings.append(f"{stage}: /healthz does not tell that somebody found no room within {LATELY:.0f} s")
