"""投入资金: one's own month, the month of a post, what a supervisor decides and finds."""

from django.urls import path

from jiaoban.fund.pages.month import funds, funds_file
from jiaoban.fund.pages.person import funds_mine, funds_of

PLACE = "s/<slug:site>/p/<slug:post>/funds"
urlpatterns = [
    path(PLACE, funds, name="funds"),
    path(f"{PLACE}/file/<slug:form>", funds_file, name="funds_file"),
    path(f"{PLACE}/mine", funds_mine, name="funds_mine"),
    path(f"{PLACE}/people/<slug:person>", funds_of, name="funds_of"),
]
