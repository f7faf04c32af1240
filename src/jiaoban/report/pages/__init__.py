"""报表与计划: what is due and missing, one report, the sums. One file a subject; here are the addresses."""

from django.urls import path

from jiaoban.report.pages import board, month, one

PLACE = "s/<slug:site>/p/<slug:post>/reports"
ONE = f"{PLACE}/<slug:report>/<str:day>/<str:person>"

urlpatterns = [
    path(PLACE, board.reports, name="reports"),
    path(f"{PLACE}/mine", board.reports_mine, name="reports_mine"),
    path(f"{PLACE}/month", month.report_month, name="report_month"),
    path(f"{PLACE}/file/<slug:report>/<slug:form>", month.report_file, name="report_file"),
    path(ONE, one.report, name="report"),
    path(f"{ONE}/submit", one.report_submit, name="report_submit"),
    path(f"{ONE}/amend", one.report_amend, name="report_amend"),
    path(f"{ONE}/photos/<slug:photo>", one.report_photo, name="report_photo"),
]
