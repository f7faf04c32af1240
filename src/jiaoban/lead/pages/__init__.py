"""The pages of customers: the list with its look-up, one customer, who saw whole numbers, what came of a month."""

from django.urls import path

from jiaoban.lead.pages import whose
from jiaoban.lead.pages.aftersales import aftersales, aftersales_month
from jiaoban.lead.pages.aftersales_file import aftersales_file
from jiaoban.lead.pages.aftersales_one import (
    aftersales_done,
    aftersales_one,
    aftersales_photo,
    aftersales_thumbnail,
    section,
)
from jiaoban.lead.pages.cases import collision, collisions
from jiaoban.lead.pages.figures import lead_figures, lead_figures_file, lead_figures_of, lead_figures_sales
from jiaoban.lead.pages.file import leads_file
from jiaoban.lead.pages.following import following
from jiaoban.lead.pages.listing import lead_look_up, leads
from jiaoban.lead.pages.one import SECTIONS, lead
from jiaoban.lead.pages.seen import leads_seen

if whose.section not in SECTIONS:
    SECTIONS.insert(0, whose.section)
SECTIONS.append(section)
AFTERSALES = "s/<slug:site>/p/<slug:post>/aftersales"
urlpatterns = [
    path("s/<slug:site>/p/<slug:post>/collisions", collisions, name="collisions"),
    path("s/<slug:site>/p/<slug:post>/collisions/<str:key>", collision, name="collision"),
    path("s/<slug:site>/p/<slug:post>/following", following, name="following"),
    path(AFTERSALES, aftersales, name="aftersales"),
    path(f"{AFTERSALES}/month", aftersales_month, name="aftersales_month"),
    path(f"{AFTERSALES}/file", aftersales_file, name="aftersales_file"),
    path(f"{AFTERSALES}/done", aftersales_done, name="aftersales_done"),
    path(f"{AFTERSALES}/customers/<str:key>", aftersales_one, name="aftersales_one"),
    path(f"{AFTERSALES}/contacts/<str:key>/<str:photo>", aftersales_photo, name="aftersales_photo"),
    path(f"{AFTERSALES}/contacts/<str:key>/<str:photo>/small", aftersales_thumbnail, name="aftersales_thumbnail"),
    path("s/<slug:site>/p/<slug:post>/leads", leads, name="leads"),
    path("s/<slug:site>/p/<slug:post>/leads/look-up", lead_look_up, name="lead_look_up"),
    path("s/<slug:site>/p/<slug:post>/leads/seen", leads_seen, name="leads_seen"),
    path("s/<slug:site>/p/<slug:post>/leads/file", leads_file, name="leads_file"),
    path("s/<slug:site>/p/<slug:post>/leads/figures", lead_figures, name="lead_figures"),
    path("s/<slug:site>/p/<slug:post>/leads/figures/file/<slug:form>", lead_figures_file, name="lead_figures_file"),
    path("s/<slug:site>/p/<slug:post>/leads/figures/sales/<slug:form>", lead_figures_sales, name="lead_figures_sales"),
    path("s/<slug:site>/p/<slug:post>/leads/figures/people/<slug:person>", lead_figures_of, name="lead_figures_of"),
    path("s/<slug:site>/p/<slug:post>/leads/<str:key>", lead, name="lead"),
]
