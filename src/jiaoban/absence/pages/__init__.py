"""The pages of absences: those of a post, one's own, the recalls, and what the head watches."""

from django.urls import path

from jiaoban.absence.pages.asking import absence_new
from jiaoban.absence.pages.heads import transfers, transfers_file
from jiaoban.absence.pages.listing import absences
from jiaoban.absence.pages.mine import my_absences
from jiaoban.absence.pages.one import absence
from jiaoban.absence.pages.recalls import recalls

urlpatterns = [
    path("s/<slug:site>/p/<slug:post>/absences", absences, name="absences"),
    path("s/<slug:site>/p/<slug:post>/absences/new", absence_new, name="absence_new"),
    path("s/<slug:site>/p/<slug:post>/absences/<str:key>", absence, name="absence"),
    path("s/<slug:site>/p/<slug:post>/recalls", recalls, name="recalls"),
    path("s/<slug:site>/my/absences", my_absences, name="my_absences"),
    path("s/<slug:site>/transfers", transfers, name="transfers"),
    path("s/<slug:site>/transfers/<slug:form>", transfers_file, name="transfers_file"),
]
