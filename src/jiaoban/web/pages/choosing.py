"""What a field suggests while somebody types into it: lines of a register, a handful at a time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiaoban.kernel.naming import LONGEST
from jiaoban.kernel.refusal import NotFound
from jiaoban.web.desk import Desk
from jiaoban.web.registers import REGISTERS
from jiaoban.web.visit import page

SUGGESTED = 12


@page()
def choose(request: HttpRequest, desk: Desk, register: str) -> HttpResponse:
    """Suggest lines of a register for the text `q`, as a part of a page; without a text, what it most likely will be.

    Asked at a post, that post's own lines come first.
    """
    if register not in REGISTERS:
        raise NotFound(f"register {register}")
    text = request.GET.get("q", "")[:LONGEST].strip()
    post = desk.at.post if desk.at else ""
    found = REGISTERS[register].found(desk.book, post, text, SUGGESTED + 1)
    context = {
        "q": text,
        "found": [
            {"label": one.label, "post": desk.post_names.get(one.post, one.post) if one.post != post else ""}
            for one in found[:SUGGESTED]
        ],
        "more": len(found) > SUGGESTED,
    }
    return render(request, "parts/suggestions.html", context)
