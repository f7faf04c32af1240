"""What is remembered of a password that was right: only that, only for a while, and nothing of an older one."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from jiaoban.config import hashers
from jiaoban.config.hashers import Remembered, Remembering


class Quick(Remembering):
    iterations = 1


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count the proofs that are made the slow way."""
    asked: list[str] = []
    whole = PBKDF2PasswordHasher.verify

    def verify(self: PBKDF2PasswordHasher, password: str, encoded: str) -> bool:
        asked.append(password)
        return whole(self, password, encoded)

    monkeypatch.setattr(PBKDF2PasswordHasher, "verify", verify)
    monkeypatch.setattr(hashers, "_REMEMBERED", Remembered())
    return asked


def test_the_second_right_proof_is_quick_and_a_wrong_one_never(slow: list[str]) -> None:
    hasher = Quick()
    kept = hasher.encode("交接班2026", "salt")
    assert [hasher.verify("交接班2026", kept) for _ in range(3)] == [True] * 3
    assert slow == ["交接班2026"]
    assert [hasher.verify("wrong", kept) for _ in range(2)] == [False] * 2
    assert slow[1:] == ["wrong", "wrong"]


def test_a_changed_password_is_asked_anew(slow: list[str]) -> None:
    hasher = Quick()
    assert hasher.verify("before", hasher.encode("before", "one"))
    assert not hasher.verify("before", hasher.encode("after", "two"))
    assert slow == ["before", "before"]


def test_it_is_forgotten_after_a_while_and_the_oldest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("jiaoban.config.hashers.time.monotonic", lambda: now[0])
    remembered = Remembered(seconds=60, most=2)
    for name in ("a", "b", "c"):
        remembered.add(name, "kept")
    assert [remembered.knows(name, "kept") for name in ("a", "b", "c", "d")] == [False, True, True, False]
    now[0] = 159.9
    assert remembered.knows("c", "kept")
    now[0] = 160.0
    assert not remembered.knows("c", "kept")


def test_two_processes_share_no_digest() -> None:
    one, other = Remembered(), Remembered()
    one.add("a", "kept")
    assert one.knows("a", "kept")
    assert set(one._until) & {other._digest("a", "kept")} == set()
