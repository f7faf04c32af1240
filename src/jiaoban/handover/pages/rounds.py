"""Rounds that were gone along a route of the post, offered to be counted for the handover's own."""

from django.utils.translation import gettext

from jiaoban.handover.pages.scene import Scene
from jiaoban.handover.rounds import next_check_point, opens_at
from jiaoban.handover.usecases.count_round import usable
from jiaoban.round import queries
from jiaoban.web.forms import Form
from jiaoban.web.templatetags.jiaoban import spell_moment


def count_forms(scene: Scene) -> list[Form]:
    """Return a form for every finished round that would confirm check points of the reader's side now."""
    handover, place, desk = scene.handover, scene.desk.here, scene.desk
    forms: list[Form] = []
    for point in scene.pack.handover.confirmations:
        party = next((party for party in point.parties if scene.am(party)), "") if point.route else ""
        if not party or next_check_point(handover, place, point, party) is None:
            continue
        since = opens_at(handover, point) or handover.opened_at
        for gone in queries.begun_since(desk.book, desk.post, since):
            counts = usable(desk.book, place, handover, point, party, gone) if gone.finished_at else []
            if counts:
                label = gettext("计入 {at} 开始的巡检（{n} 个检查点）")
                said = label.format(at=spell_moment(gone.started_at), n=len(counts))
                fixed = {"round": gone.key, "point": point.id}
                forms.append(scene.form("handover.count_round", label=said, where="confirmations", fixed=fixed))
    return forms
