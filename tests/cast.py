"""The cast of test people: the one of the demo, so that tests, documentation and demo tell of the same people."""

from jiaoban.demo.cast import *  # noqa: F403
