"""Coming in: which site, which post, everything there is."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from jiaoban.org.door import sites_of
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw, usual_post
from jiaoban.web.visit import page


@require_safe
def entrance(request: HttpRequest) -> HttpResponseBase:
    """Lead to the one site of the visitor, or let them choose; whoever is not logged in comes to the login."""
    if not request.user.is_authenticated:
        return HttpResponseRedirect(reverse(settings.LOGIN_URL))
    sites = sites_of(request.user)
    if len(sites) == 1:
        return HttpResponseRedirect(reverse("site", kwargs={"site": sites[0][0]}))
    listed = [
        {"name": name.in_(get_language() or "zh"), "url": reverse("site", kwargs={"site": code})}
        for code, name in sites
    ]
    return render(request, "entrance.html", {"sites": listed})


@page()
def site(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Lead to the post that the visitor looked at last."""
    post = usual_post(request, desk)
    if not post:
        return draw(request, desk, "no_post.html")
    return HttpResponseRedirect(reverse("home", kwargs={"site": desk.site.code, "post": post}))


@page()
def head(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Tell how many acts the book holds: what a page without a live connection asks for."""
    return JsonResponse({"site": desk.site.code, "size": desk.book.size})


@page()
def more(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List every place of the navigation, for phones."""
    return draw(request, desk, "more.html")
