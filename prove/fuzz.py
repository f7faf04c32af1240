"""Senseless and hostile input: no 5xx, no answer against the schema, nothing outside of its place, memory bounded."""

import logging
from collections.abc import Iterator

from prove.frame import Proof, Scale
from prove.installation import open_here

NAME = "fuzz"
DATABASES = ("sqlite",)
FAST = "django.contrib.auth.hashers.MD5PasswordHasher"


def prove(scale: Scale) -> Iterator[Proof]:
    """Yield what came of each kind of input."""
    with open_here(scale):
        from django.conf import settings
        from django.test import override_settings

        hashers = [FAST, *settings.PASSWORD_HASHERS]  # a credential of every case is hashed: cheaply here
        logging.disable(logging.CRITICAL)  # what fails is told as a finding
        with override_settings(PASSWORD_HASHERS=hashers, ALLOWED_HOSTS=["*"]):
            from prove.access.asking import Asking
            from prove.access.routes import declared
            from prove.access.world import World
            from prove.fuzzing import api, broken, packs, pages, uploads

            asking = Asking(World.build())
            yield uploads.prove(scale, asking)
            yield packs.prove(scale)
            yield from broken.prove(scale)
            yield pages.prove(scale, asking, declared())
            yield api.prove(scale, asking.world)
