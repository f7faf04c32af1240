"""例行工作: duties of the shift, checklists by person, reading the regime, conduct. One file a subject."""

from django.urls import path

from jiaoban.duty.pages import checking, observing, reading, shift

POST = "s/<slug:site>/p/<slug:post>"

urlpatterns = [
    path(f"{POST}/duties", shift.duties, name="duties"),
    path(f"{POST}/duties/done", shift.duty_done, name="duty_done"),
    path(f"{POST}/duties/excused", shift.duty_excused, name="duty_excused"),
    path(f"{POST}/duties/month", shift.duty_month, name="duty_month"),
    path(f"{POST}/duties/file/<slug:form>", shift.duty_file, name="duty_file"),
    path(f"{POST}/duties/<str:key>/photo/<str:photo>", shift.duty_photo, name="duty_photo"),
    path(f"{POST}/checklists", checking.checklists, name="checklists"),
    path(f"{POST}/checklists/month", checking.checklist_month, name="checklist_month"),
    path(f"{POST}/checklists/file/<slug:form>", checking.checklist_file, name="checklist_file"),
    path(f"{POST}/reading", reading.reading, name="reading"),
    path(f"{POST}/observations", observing.observations, name="observations"),
]
