"""报故障: one field and a photograph, two taps from the home page."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext

from jiaoban.followup.pages import passed
from jiaoban.web import pictures
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.unspoken import unspoken
from jiaoban.web.visit import page


@page()
def fault_new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the form of a fault."""
    said = passed.duties(desk)
    if said is None or said.faults is None:
        return unspoken(request, desk, gettext("报故障"))
    form = desk.form(
        "followup.report_fault",
        label=gettext("报故障"),
        next_url=desk.url("followup", key="{key}"),
        form_id="fault",
        only=("what",),
    )
    form.url, form.photos = desk.url("fault_report"), True
    context = {"form": form, "clause": desk.clause(said.faults.clause), "within": said.faults.within}
    return draw(request, desk, "followup/fault.html", context)


@page(methods=("POST",))
def fault_report(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Report a fault, the photographs of the form stored first."""
    return pictures.act_with(request, desk, "followup.report_fault", otherwise=desk.url("fault_new"))
