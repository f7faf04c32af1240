"""任职与转正: everybody who is registered, and a person's own figures."""

from django.urls import path

from jiaoban.career.pages.listing import careers, careers_file
from jiaoban.career.pages.person import careers_mine, careers_of

PLACE = "s/<slug:site>/p/<slug:post>/careers"
urlpatterns = [
    path(PLACE, careers, name="careers"),
    path(f"{PLACE}/file/<slug:form>", careers_file, name="careers_file"),
    path(f"{PLACE}/mine", careers_mine, name="careers_mine"),
    path(f"{PLACE}/people/<slug:person>", careers_of, name="careers_of"),
]
