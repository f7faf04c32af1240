"""The gallery of components, on demo installations only."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jiaoban.org.door import clock
from jiaoban.web.gallery import gallery_context


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component filled with samples."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404("no gallery")
    now = clock.now()
    with timezone.override("Asia/Shanghai"):
        frame = {"now": now, "zone": "Asia/Shanghai", "site_name": ""}
        return render(request, "gallery.html", {"frame": frame, **gallery_context(now)})
