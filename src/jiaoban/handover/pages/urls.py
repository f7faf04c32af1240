"""Addresses of the handover's pages."""

from django.urls import path

from jiaoban.handover.pages import checked, file, line, responsibility, show

POST = "s/<slug:site>/p/<slug:post>"
ONE = f"{POST}/handover/<str:key>"

urlpatterns = [
    path(f"{POST}/handover", show.current, name="handover"),
    path(f"{POST}/records", file.records, name="records"),
    path(f"{POST}/responsibility", responsibility.responsibility, name="responsibility"),
    path(ONE, show.one, name="handover_one"),
    path(f"{ONE}/sign", show.sign, name="handover_sign"),
    path(f"{ONE}/way-out", show.way_out, name="handover_exits"),
    path(f"{ONE}/acknowledge", line.acknowledge, name="handover_acknowledge"),
    path(f"{ONE}/confirm", checked.confirm, name="handover_confirm"),
    path(f"{ONE}/photo/<str:picture>", checked.photo, name="handover_photo"),
    path(f"{ONE}/thumbnail/<str:picture>", checked.thumbnail, name="handover_thumbnail"),
    path(f"{ONE}/record", file.record, name="record"),
    path(f"{ONE}/record.pdf", file.pdf, name="record_pdf"),
    path(f"{ONE}/receipt/<int:seq>", file.receipt, name="record_receipt"),
]
