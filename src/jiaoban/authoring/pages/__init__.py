"""The pages of drafts, and of adopted versions beside each other."""

from django.urls import path

from jiaoban.authoring.pages import comparing, editing, listing, one, replaying, trials

DRAFTS = "s/<slug:site>/drafts"
ONE = f"{DRAFTS}/<str:key>"

urlpatterns = [
    path("s/<slug:site>/regimes/<slug:regime>/compare", comparing.versions_compare, name="versions_compare"),
    path(DRAFTS, listing.drafts, name="drafts"),
    path(f"{DRAFTS}/new", listing.draft_new, name="draft_new"),
    path(ONE, one.draft, name="draft"),
    path(f"{ONE}/edit", editing.draft_edit, name="draft_edit"),
    path(f"{ONE}/archive.zip", one.draft_archive, name="draft_archive"),
    path(f"{ONE}/scenarios", trials.draft_scenarios, name="draft_scenarios"),
    path(f"{ONE}/scenarios/<int:number>", trials.draft_scenario, name="draft_scenario"),
    path(f"{ONE}/compare", comparing.draft_compare, name="draft_compare"),
    path(f"{ONE}/replay", replaying.draft_replay, name="draft_replay"),
    path(f"{ONE}/replay/start", replaying.draft_replay_start, name="draft_replay_start"),
    path(f"{ONE}/replay/<str:replay>/stop", replaying.draft_replay_stop, name="draft_replay_stop"),
    path(f"{ONE}/replay/<str:replay>/report.<slug:form>", replaying.draft_replay_report, name="draft_replay_report"),
]
