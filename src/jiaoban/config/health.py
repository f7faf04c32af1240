"""/healthz: can this server write?"""

import logging
import threading
import time
from uuid import uuid4

from django.core.cache import cache
from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jiaoban.ledger import trouble, turns

log = logging.getLogger(__name__)
BRIEFLY = 1000  # milliseconds for which it waits while another program writes
MEMORY_SECONDS = 1.0  # anyone may ask, so that asking often must not mean writing often


class Health:
    """Writes one row and reads it back, at most once a second."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked = float("-inf")
        self._well = False

    def well(self) -> bool:
        """Return whether a write came through within the last second."""
        with self._lock:
            if time.monotonic() - self._asked > MEMORY_SECONDS:
                self._well = can_write()
                self._asked = time.monotonic()
            return self._well


def can_write() -> bool:
    """Write one row, read it back, and take it away again; False also where somebody's act just found no room."""
    key = f"healthz-{uuid4().hex}"
    try:
        with turns.briefly(connection, BRIEFLY):
            cache.set(key, key, 5)
            wrote: bool = cache.get(key) == key
            cache.delete(key)
    except (DatabaseError, OSError) as error:
        log.exception("The database does not answer.")
        trouble.met(error)
        return False
    return wrote and not trouble.lately_full()


health = Health()


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the server can write, else 503 with a sentence."""
    if health.well():
        return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
    sentence = "暂时无法写入；读取仍可继续。 Nothing can be written now; reading goes on where it can.\n"
    return HttpResponse(sentence, status=503, content_type="text/plain; charset=utf-8")
