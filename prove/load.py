"""Eight clients that write all the time, and repeat what was not answered until it is."""

import threading
import time
from collections.abc import Sequence
from random import Random

from prove.station import Client, picture
from prove.whole import Told

CLIENTS = 8
EVERY_PHOTO = 25
"""One entry in so many has a photograph."""
TRIES = 200
"""So often a command is repeated at most."""


class Load:
    """The clients, and what they know. `life` tells them where the server is, or that it is gone."""

    def __init__(self, name: str, keys: Sequence[str], seed: int) -> None:
        self.name = name
        self.sent: dict[str, Told] = {}
        self.findings: list[str] = []
        self.first: float | None = None
        """When the first acknowledgement of this life came."""
        self.acknowledged = 0
        """How many came in this life."""
        self.repeated = 0
        """How many commands were sent again because no answer came."""
        self._address = ""
        self._up = threading.Event()
        self._ending = threading.Event()
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._run, args=(number, keys[number % len(keys)], Random(seed * 100 + number)))
            for number in range(CLIENTS)
        ]
        for thread in self._threads:
            thread.start()

    def life(self, address: str) -> None:
        """A server is there; or, with '', none."""
        with self._lock:
            self._address, self.first, self.acknowledged = address, None, 0
        self._up.set() if address else self._up.clear()

    def wait_for(self, acknowledgements: int, seconds: float) -> bool:
        """Wait until so many came in this life; tell whether they did in time."""
        end = time.monotonic() + seconds
        while self.acknowledged < acknowledgements and time.monotonic() < end:
            time.sleep(0.01)
        return self.acknowledged >= acknowledgements

    def end(self) -> None:
        """Let every client bring what it has begun to its end, and stop."""
        self._ending.set()
        for thread in self._threads:
            thread.join(120)
        if any(thread.is_alive() for thread in self._threads):
            self.findings.append("a client still waits for an answer after two minutes")

    def give_up(self) -> None:
        """Stop where everybody stands, without waiting for answers."""
        self._over.set()
        self._ending.set()
        self._up.set()

    def _run(self, number: int, key: str, chance: Random) -> None:
        done = 0
        while not self._ending.is_set():
            done += 1
            command = f"{self.name}-{number}-{done}"
            told = Told(f"{command} 1号机组上导温度 {chance.uniform(40, 60):.1f} ℃，复测正常。" * 3)
            photo = picture(chance) if done % EVERY_PHOTO == 0 else b""
            self.sent[command] = told
            lives = self._until_answered(key, command, told, photo)
            if lives > 1:  # what stood there before the kill is told again with the numbers that it had
                self.repeated += 1
                earlier = f"{self.name}-{number}-{done - 1}"
                if earlier in self.sent:
                    self._until_answered(key, earlier, self.sent[earlier], b"")

    def _until_answered(self, key: str, command: str, told: Told, photo: bytes) -> int:
        """Return how often it had to be sent."""
        for attempt in range(1, TRIES):
            self._up.wait(120)
            if self._over.is_set():
                return 0
            client = Client.with_key(self._address, key)
            try:
                self._once(client, command, told, photo)
            except OSError:
                time.sleep(0.02)
            else:
                return attempt
            finally:
                client.close()
        self.findings.append(f"{command} was sent {TRIES} times and never answered")
        return 0

    def _once(self, client: Client, command: str, told: Told, photo: bytes) -> None:
        if photo and not told.photos:
            stored = client.upload(photo)
            if stored.status != 200:
                raise OSError(stored.status)
            told.photos = (stored.told["name"],)
        answer = client.write(command, told.text, told.photos)
        if answer.status == 503:
            raise OSError(answer.status)
        if answer.status != 200:
            self.findings.append(f"{command} was answered {answer.status}: {answer.told.get('detail', '')}")
            return
        if told.answers and not answer.told["repeated"]:
            self.findings.append(f"{command} was acknowledged as {told.answers[0]} and is lost: it was done anew")
        with self._lock:
            told.answers.append(answer.acts)
            self.acknowledged += 1
            self.first = self.first or time.monotonic()
