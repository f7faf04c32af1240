"""考勤: who is there, checking in and out, the month of a post and of a person, and the code on the wall."""

from django.urls import path

from jiaoban.attendance.pages.code import attendance_code
from jiaoban.attendance.pages.month import attendance_file, attendance_month
from jiaoban.attendance.pages.now import attendance
from jiaoban.attendance.pages.person import attendance_mine, attendance_mine_file, attendance_of, attendance_of_file

PLACE = "s/<slug:site>/p/<slug:post>/attendance"
urlpatterns = [
    path(PLACE, attendance, name="attendance"),
    path(f"{PLACE}/month", attendance_month, name="attendance_month"),
    path(f"{PLACE}/file/<slug:form>", attendance_file, name="attendance_file"),
    path(f"{PLACE}/mine", attendance_mine, name="attendance_mine"),
    path(f"{PLACE}/mine/file/<slug:form>", attendance_mine_file, name="attendance_mine_file"),
    path(f"{PLACE}/people/<slug:person>", attendance_of, name="attendance_of"),
    path(f"{PLACE}/people/<slug:person>/file/<slug:form>", attendance_of_file, name="attendance_of_file"),
    path(f"{PLACE}/code", attendance_code, name="attendance_code"),
]
