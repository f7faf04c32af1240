"""The shipped settings with quick password hashes, since a race of signatures is not one of hashing; and the bug."""

from jiaoban.config.settings import *  # noqa: F403
from jiaoban.config.settings import INSTALLED_APPS as SHIPPED

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
INSTALLED_APPS = [*SHIPPED, "prove.racing.planted.Planting"]
