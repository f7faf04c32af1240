"""The seal in the address of a subscription: made of the server's own secret, so that the book need not hold one."""

from hmac import compare_digest

from django.utils.crypto import salted_hmac

SALT = "jiaoban.roster.subscription"


def seal(site: str, feed: str) -> str:
    """Return the seal of a subscription: 43 letters that nobody without the server's secret can make."""
    return salted_hmac(SALT, f"{site}/{feed}", algorithm="sha256").hexdigest()[:43]


def is_sealed(site: str, feed: str, given: str) -> bool:
    """Say whether a seal is that of a subscription, in a time that tells nothing."""
    return compare_digest(seal(site, feed).encode(), given.encode())
