"""What the environment says about this installation. Read once, strictly: a wrong value is one clear sentence."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jiaoban.config.database import Database, Misconfigured, parse

KEY_FILE = "secret-key"
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}


@dataclass(frozen=True)
class Environment:
    """One installation: where its data lie, which database, who may reach it."""

    data: Path
    database: Database
    secret_key: str | None  # None until the first start has made it
    hosts: tuple[str, ...]
    demo: bool
    https: bool
    debug: bool
    threads: int
    chat_hosts: tuple[str, ...]

    @property
    def key_file(self) -> Path:
        """Where the key made on the first start is kept (mode 0600)."""
        return self.data / KEY_FILE


def read(variables: Mapping[str, str]) -> Environment:
    """Read JIAOBAN_* and DATABASE_URL. Raises Misconfigured, naming the variable and what would be right."""
    data = Path(variables.get("JIAOBAN_DATA") or default_data()).expanduser().absolute()
    return Environment(
        data=data,
        database=parse(_secret(variables, "DATABASE_URL") or f"sqlite:///{data / 'jiaoban.sqlite3'}"),
        secret_key=_secret(variables, "JIAOBAN_SECRET_KEY") or _kept_key(data),
        hosts=_hosts(variables.get("JIAOBAN_ALLOWED_HOSTS", "")),
        demo=_flag(variables, "JIAOBAN_DEMO"),
        https=_flag(variables, "JIAOBAN_HTTPS"),
        debug=_flag(variables, "JIAOBAN_DEBUG"),
        threads=_count(variables, "JIAOBAN_THREADS", 16),
        chat_hosts=_named(variables.get("JIAOBAN_CHAT_HOSTS", "").lower()),
    )


def default_data() -> Path:
    """`data/` beside the sources of a checkout, else in the working folder."""
    root = Path(__file__).resolve().parents[3]
    return (root if (root / "pyproject.toml").is_file() else Path.cwd()) / "data"


def hosts_for(host: str) -> tuple[str, ...]:
    """The names under which a server that listens on `host` is reached, when nobody has said otherwise."""
    if host not in {"0.0.0.0", "::", ""}:  # noqa: S104
        return (*LOCAL_HOSTS, f"[{host}]" if ":" in host else host)
    name = socket.gethostname()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: asks the kernel which address it would use
            address = probe.getsockname()[0]
        except OSError:
            address = LOCAL_HOSTS[0]
    return tuple(dict.fromkeys((*LOCAL_HOSTS, name.lower(), address)))


def _secret(variables: Mapping[str, str], name: str) -> str | None:
    """The value of `name`, or the content of the file that `name`_FILE names."""
    value, path = variables.get(name), variables.get(f"{name}_FILE")
    if value and path:
        raise Misconfigured(f"Both {name} and {name}_FILE are set; keep one of them.")
    if not path:
        return value or None
    try:
        content = Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise Misconfigured(f"{name}_FILE names {path}, which cannot be read: {error.strerror}.") from error
    if not content:
        raise Misconfigured(f"{name}_FILE names {path}, which is empty.")
    return content


def _kept_key(data: Path) -> str | None:
    path = data / KEY_FILE
    try:
        return path.read_text(encoding="ascii").strip() or None
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise Misconfigured(f"The key of this installation, {path}, cannot be read: {error.strerror}.") from error


def _hosts(text: str) -> tuple[str, ...]:
    return _named(text) or LOCAL_HOSTS


def _named(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _flag(variables: Mapping[str, str], name: str) -> bool:
    value = variables.get(name, "").strip().lower()
    if value in YES:
        return True
    if value in NO:
        return False
    raise Misconfigured(f"{name} is {value!r}; it must be 1 or 0.")


def _count(variables: Mapping[str, str], name: str, default: int) -> int:
    text = variables.get(name, "").strip()
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 512:
        raise Misconfigured(f"{name} is {text!r}; it must be a whole number from 1 to 512.")
    return int(text)
