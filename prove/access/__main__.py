"""`python -m prove.access` writes docs/reference/access.md from the code."""

import sys
import tempfile
from os import environ

from prove.access.page import main

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as data:
        environ.update(JIAOBAN_DATA=data, JIAOBAN_DEMO="0")
        from jiaoban.config.start import prepare

        prepare()
        sys.exit(main())
