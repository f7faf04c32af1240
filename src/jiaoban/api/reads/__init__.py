"""What can be read, one subject a file."""

from ninja import Router

from jiaoban.api.reads import (
    absences,
    attending,
    conducting,
    everyday,
    figures,
    gatherings,
    handovers,
    lead_figures,
    leads,
    ledger,
    months,
    orders,
    organisation,
    owners,
    posts,
    proposals,
    reports,
    rosters,
    rounds,
    working,
)

ROUTERS: tuple[Router, ...] = (
    organisation.router,
    posts.router,
    handovers.router,
    working.router,
    attending.router,
    orders.router,
    rosters.router,
    months.router,
    proposals.router,
    rounds.router,
    gatherings.router,
    reports.router,
    absences.router,
    leads.router,
    lead_figures.router,
    conducting.router,
    everyday.router,
    owners.router,
    figures.router,
    ledger.router,
)
