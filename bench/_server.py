"""`python -m bench._server PORT`: the server as shipped, with the addresses of `_urls`."""

import sys

from jiaoban.config.serve import Options, serve

serve(Options(host="127.0.0.1", port=int(sys.argv[1]), workers=1, demo=False))
