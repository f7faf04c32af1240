"""The settings as shipped, with one address more: a bare view to measure beside."""

from jiaoban.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench._urls"
