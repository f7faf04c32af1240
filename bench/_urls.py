"""The addresses as shipped, and /bare: a view that inserts one row and commits, and nothing else."""

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
def bare(request: HttpRequest) -> JsonResponse:
    """Insert the body of the request as a row; it is committed when this returns."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_posted (body) VALUES (%s)", [request.body.decode()])
    return JsonResponse({"ok": True})


urlpatterns = [path("bare", bare), path("", include("jiaoban.config.urls"))]
