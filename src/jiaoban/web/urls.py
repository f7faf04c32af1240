"""Addresses of the shell. The pages of rooms have theirs in `<room>/pages.py`; config/urls.py puts both together."""

from django.urls import path

from jiaoban.web import demo, gallery_page
from jiaoban.web.pages import adopting, board, choosing, entrance, home, oversight, regimes
from jiaoban.web.visit import do

urlpatterns = [
    path("", entrance.entrance, name="entrance"),
    path("demo/enter", demo.enter_demo, name="enter_demo"),
    path("gallery", gallery_page.gallery, name="gallery"),
    path("group", board.group, name="group"),
    path("s/<slug:site>/", entrance.site, name="site"),
    path("s/<slug:site>/head", entrance.head, name="head"),
    path("s/<slug:site>/more", entrance.more, name="more"),
    path("s/<slug:site>/board", board.board, name="board"),
    path("s/<slug:site>/regimes", regimes.regimes, name="regimes"),
    path("s/<slug:site>/adopt-regime", adopting.adopt_regime, name="adopt_regime"),
    path("s/<slug:site>/regimes/<slug:regime>", regimes.regime, name="regime"),
    path("s/<slug:site>/oversight", oversight.oversight, name="oversight"),
    path("s/<slug:site>/oversight/<slug:form>", oversight.file, name="oversight_file"),
    path("s/<slug:site>/demo/clock", demo.set_clock, name="set_clock"),
    path("s/<slug:site>/demo/person", demo.become, name="become"),
    path("s/<slug:site>/choose/<slug:register>", choosing.choose, name="choose"),
    path("s/<slug:site>/do/<str:verb>", do, name="do_at_site"),
    path("s/<slug:site>/p/<slug:post>/", home.home, name="home"),
    path("s/<slug:site>/p/<slug:post>/write", home.write, name="write"),
    path("s/<slug:site>/p/<slug:post>/choose/<slug:register>", choosing.choose, name="choose"),
    path("s/<slug:site>/p/<slug:post>/do/<str:verb>", do, name="do"),
]
