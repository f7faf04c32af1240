"""报表: addresses."""

urlpatterns: list[object] = []
