"""Checking an Ed25519 signature (RFC 8032 section 5.1.7), by `cryptography` where installed, else in plain Python.

Both ways give the same answer for every input: the encodings are checked here, strictly, before either is asked.
"""

from __future__ import annotations

from hashlib import sha512

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, P - 2, P) % P
_ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)

Point = tuple[int, int, int, int]
"""Extended coordinates (X, Y, Z, T): x = X/Z, y = Y/Z, x*y = T/Z (RFC 8032 section 5.1.4)."""


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether this is the signature of `message` by the 32-byte public key. Never raises."""
    if len(public) != 32 or len(signature) != 64:
        return False
    if int.from_bytes(signature[32:], "little") >= ORDER or _decode(public) is None:
        return False
    answer = _by_cryptography(public, message, signature)
    return verify_plainly(public, message, signature) if answer is None else answer


def verify_plainly(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say the same in plain Python, for a key of 32 and a signature of 64 bytes: some 10 ms a signature."""
    key = _decode(public)
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or scalar >= ORDER:
        return False
    x, y, z, t = key
    challenge = int.from_bytes(sha512(signature[:32] + public + message).digest(), "little") % ORDER
    return _encode(_sum(scalar, _BASE, challenge, (P - x, y, z, P - t))) == signature[:32]


def _by_cryptography(public: bytes, message: bytes, signature: bytes) -> bool | None:
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except Exception:  # noqa: BLE001 - an installation that is broken in any way must not stop the check
        return None
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    except Exception:  # noqa: BLE001 - for example a library built without this algorithm
        return None
    return True


def _add(one: Point, two: Point) -> Point:
    a = (one[1] - one[0]) * (two[1] - two[0]) % P
    b = (one[1] + one[0]) * (two[1] + two[0]) % P
    c = 2 * one[3] * two[3] * _D % P
    d = 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _sum(one: int, first: Point, two: int, second: Point) -> Point:
    """Return `one` times the first point plus `two` times the second: both together, bit by bit from the highest."""
    total: Point = (0, 1, 1, 0)
    both = _add(first, second)
    for place in range(max(one.bit_length(), two.bit_length()) - 1, -1, -1):
        total = _add(total, total)
        in_one, in_two = one >> place & 1, two >> place & 1
        if in_one or in_two:
            total = _add(total, both if in_one and in_two else first if in_one else second)
    return total


def _encode(point: Point) -> bytes:
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _decode(raw: bytes) -> Point | None:
    """Return the point that these 32 bytes encode (RFC 8032 section 5.1.3), None when they encode none."""
    number = int.from_bytes(raw, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * _ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def _base_point() -> Point:
    point = _decode((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    if point is None:
        raise ArithmeticError("the base point of the curve did not decode")
    return point


_BASE = _base_point()
