"""Where the messages of channels go, with their secrets: kept beside the book, which names each by a key only."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings

from jiaoban.chat.models import ChannelRow, KeptAddress
from jiaoban.chat.rules.addresses import need_address, need_secret
from jiaoban.chat.tables import CHANNELS
from jiaoban.chat.terms import Service
from jiaoban.kernel.refusal import CommandReused

FORGOTTEN = timedelta(hours=1)
"""An address that no channel names is dropped after so long: a form that was not finished, a channel that ended."""


def hosts() -> tuple[str, ...]:
    """Return the computers that this installation allows besides the services' own."""
    found: tuple[str, ...] = settings.CHAT_HOSTS
    return found


def keep(site: str, service: Service, url: str, secret: str, command: str, now: datetime) -> str:
    """Keep an address, and return the key by which a channel names it.

    `command` is the client's id: the same one twice is one. Raises `BadInput` at `url` or `secret`, `CommandReused`.
    """
    need_address(service, url, hosts())
    need_secret(service, secret)
    key = f"{site}.{command}"
    told = {"site": site, "service": service, "url": url, "secret": secret}
    found, made = KeptAddress.objects.get_or_create(key=key, defaults={**told, "kept_at": now})
    if not made and any(getattr(found, name) != value for name, value in told.items()):
        raise CommandReused(f"{command} was used before for another address")
    return key


def kept(site: str, key: str) -> KeptAddress | None:
    """Return an address of a site, or None."""
    return KeptAddress.objects.filter(site=site, key=key).first()


def host_of(address: KeptAddress, service: Service) -> str:
    """Return the computer of an address as the rules allow it now; raises `BadInput`."""
    return need_address(service, address.url, hosts())


def same(site: str, url: str, keys: Iterable[str]) -> str:
    """Return the key of the one of these addresses that leads to the same place, or ''."""
    found = KeptAddress.objects.filter(site=site, url=url, key__in=list(keys)).first()
    return found.key if found else ""


def tidy(now: datetime) -> None:
    """Drop the addresses that no channel in use names."""
    old = KeptAddress.objects.filter(kept_at__lt=now - FORGOTTEN)
    if not old.exists():
        return
    states = ChannelRow.objects.filter(active=True).values_list("state", flat=True)
    used = [CHANNELS.read(state).address for state in states]
    old.exclude(key__in=used).delete()
