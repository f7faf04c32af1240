"""The demo station without its past, for proofs over HTTP: people with keys to the API, and one who is logged in."""

import http.client
import json
import uuid
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from tests import cast

if TYPE_CHECKING:
    from jiaoban.regime.pack import Pack

if TYPE_CHECKING:
    from django.contrib.auth.models import User

ROOT = Path(__file__).resolve().parents[1]
API = f"/api/v1/sites/{cast.SITE}"
WRITE = f"{API}/posts/{cast.CCR}/logbook/write"
LOG = f"{API}/posts/{cast.CCR}/log"
FILES = f"{API}/files"
WRITERS = (cast.A_CCR, cast.B_CCR, cast.C_CCR, cast.D_CCR)


@dataclass(frozen=True)
class Station:
    """What a client needs: keys of people who may write at the control room, and a session of the first of them."""

    keys: Sequence[str]
    session: str


def settle(more: Mapping[str, Any] | None = None) -> "Pack":
    """Found the demo station in the database of this process, and return its regime. The tables must be there.
    `more`: parts of a pack that the station's own regime does not have, by name."""
    from jiaoban.ledger import store
    from jiaoban.org import packs
    from jiaoban.regime.load import load

    pack = load(ROOT / "regimes" / cast.REGIME).model_copy(update=dict(more or {}))
    packs.store(pack)
    cast.build(store.found(cast.SITE), pack)
    return pack


def found() -> Station:
    """Found the station, with people who have keys and one who is logged in. Django must be set up."""
    from django.contrib.auth.models import User

    from jiaoban.org import tokens

    settle()
    keys = []
    for member in WRITERS:
        user = User.objects.create_user(member.username)  # without a password: proofs log nobody in
        keys.append(tokens.issue(user, "proof", datetime.now(UTC))[1])
    return Station(keys, log_in(User.objects.get(username=WRITERS[0].username)))


def log_in(user: "User") -> str:
    """Log somebody in without a password and return the key of the session."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "jiaoban.config.accounts.Known"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


@dataclass(frozen=True)
class Answer:
    """What the server answered."""

    status: int
    kind: str
    body: bytes

    @property
    def told(self) -> Any:
        """The body as JSON, or {}."""
        try:
            return json.loads(self.body)
        except ValueError:
            return {}

    @property
    def acts(self) -> list[tuple[int, str]]:
        """(number, id) of the acts that a command is said to have made."""
        return [(act["seq"], act["id"]) for act in self.told.get("acts", ())]


@dataclass
class Client:
    """One connection that is kept open, and opened anew after it was lost. Raises `OSError` when there is no answer."""

    address: str
    headers: dict[str, str] = field(default_factory=dict)
    patience: float = 40.0
    _connection: http.client.HTTPConnection | None = None

    @classmethod
    def with_key(cls, address: str, key: str) -> "Client":
        """Return a client of the API."""
        return cls(address, {"Authorization": f"Bearer {key}"})

    @classmethod
    def logged_in(cls, address: str, session: str) -> "Client":
        """Return a browser of somebody who is logged in."""
        token = "c" * 32
        return cls(address, {"Cookie": f"sessionid={session}; csrftoken={token}", "X-CSRFToken": token})

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """Send one request and wait for the answer."""
        if self._connection is None:
            place = urlsplit(self.address)
            self._connection = http.client.HTTPConnection(str(place.hostname), place.port, timeout=self.patience)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            self._connection.request(method, path, body, {**self.headers, **named})
            response = self._connection.getresponse()
            return Answer(response.status, response.headers.get("Content-Type", ""), response.read())
        except (http.client.HTTPException, OSError) as error:
            self.close()
            raise OSError(str(error)) from error

    def get(self, path: str) -> Answer:
        """Read."""
        return self.ask("GET", path)

    def write(self, command: str, text: str, photos: Sequence[str] = ()) -> Answer:
        """Write an entry into the log of the control room, under this command id."""
        said = {"category": "OPERATION", "text": text, "photos": list(photos)}
        body = json.dumps(said, ensure_ascii=False).encode()
        return self.ask("POST", WRITE, body, Content_Type="application/json", Idempotency_Key=command)

    def upload(self, content: bytes) -> Answer:
        """Store a photograph."""
        bound = uuid.uuid4().hex
        head = f'--{bound}\r\nContent-Disposition: form-data; name="file"; filename="x.png"\r\n'
        body = f"{head}Content-Type: image/png\r\n\r\n".encode() + content + f"\r\n--{bound}--\r\n".encode()
        return self.ask("POST", FILES, body, Content_Type=f"multipart/form-data; boundary={bound}")

    def fill_in(self, path: str, **fields: str) -> Answer:
        """Send the form of a page."""
        body = urlencode(fields).encode()
        return self.ask("POST", path, body, Content_Type="application/x-www-form-urlencoded")

    def close(self) -> None:
        """Let the connection go."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def picture(chance: Random, side: int = 48) -> bytes:
    """Return a PNG of noise, some `3 * side * side` bytes that no compression makes smaller."""
    rows = b"".join(b"\0" + chance.randbytes(3 * side) for _ in range(side))

    def chunk(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)

    head = side.to_bytes(4) * 2 + bytes((8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")
