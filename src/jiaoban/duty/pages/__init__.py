"""Pages."""

from django.urls import path

from jiaoban.duty.pages.shift import duties, duty_done, duty_excused, duty_file, duty_month, duty_photo

urlpatterns = [
    path("s/<slug:site>/p/<slug:post>/duties", duties, name="duties"),
    path("s/<slug:site>/p/<slug:post>/duties/done", duty_done, name="duty_done"),
    path("s/<slug:site>/p/<slug:post>/duties/excused", duty_excused, name="duty_excused"),
    path("s/<slug:site>/p/<slug:post>/duties/month", duty_month, name="duty_month"),
    path("s/<slug:site>/p/<slug:post>/duties/file/<slug:form>", duty_file, name="duty_file"),
    path("s/<slug:site>/p/<slug:post>/duties/<str:key>/photo/<str:photo>", duty_photo, name="duty_photo"),
]
