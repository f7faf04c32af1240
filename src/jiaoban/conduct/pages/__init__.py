"""The pages of breaches: the cases of a post and one's own, what the book shows, one matter, the month's statement."""

from django.urls import path

from jiaoban.conduct.pages.listing import conduct
from jiaoban.conduct.pages.matter import conduct_case
from jiaoban.conduct.pages.mine import my_cases
from jiaoban.conduct.pages.occasions import conduct_occasions
from jiaoban.conduct.pages.recording import conduct_new
from jiaoban.conduct.pages.statement import conduct_statement, conduct_statement_file

PLACE = "s/<slug:site>/p/<slug:post>/conduct"
urlpatterns = [
    path(PLACE, conduct, name="conduct"),
    path(f"{PLACE}/new", conduct_new, name="conduct_new"),
    path(f"{PLACE}/occasions", conduct_occasions, name="conduct_occasions"),
    path(f"{PLACE}/statement", conduct_statement, name="conduct_statement"),
    path(f"{PLACE}/statement/<slug:form>", conduct_statement_file, name="conduct_statement_file"),
    path(f"{PLACE}/cases/<str:key>", conduct_case, name="conduct_case"),
    path("s/<slug:site>/my/cases", my_cases, name="my_cases"),
]
