"""What is answered when a request fails altogether: a sentence, in the shape that whoever asked can read."""

import logging
import sys

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views.defaults import server_error

from jiaoban.ledger import trouble

log = logging.getLogger(__name__)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer any exception that nobody caught: 503 or 507 where the store is in trouble, else 500.

    Django calls it while the exception is being handled, also for those of the middleware.
    """
    error = sys.exc_info()[1]
    if isinstance(error, Exception) and request.path.startswith("/api/"):
        from jiaoban.api import problems

        return problems.of(error)
    if not isinstance(error, trouble.STORE_ERRORS):
        return server_error(request)
    trouble.met(error)
    status = 507 if trouble.is_full(error) else 503
    headers = {"Retry-After": "5"} if status == 503 else {}
    return HttpResponse(loader.get_template("503.html").render(), status=status, headers=headers)
