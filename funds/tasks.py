"""The daily watches over management fees, over what funds borrow and over the twelve months.

They may run twice, or at once, without harm.
"""

from funds.models import FacilityAgreement, Fund, Selection
from funds.services import facility_movements, fee_watch, fundraising
from itvf.celery import app, enqueue
from itvf.dates import now


@app.task(name="funds.watch_fees")
def watch_fees() -> None:
    """Wakes the watch over each fund whose fee runs."""
    running = Fund.objects.filter(first_closing_date__isnull=False, agreement__isnull=False)
    for fund in running.values_list("pk", flat=True):
        enqueue("funds.watch_fee", fund_id=fund)


@app.task(name="funds.watch_fee")
def watch_fee(*, fund_id: int) -> None:
    """Puts what a fund's fees break today into the breach register."""
    fee_watch.register(fund=Fund.objects.get(pk=fund_id), at=now())


@app.task(name="funds.watch_facilities")
def watch_facilities() -> None:
    """Wakes the watch over each fund that may have drawn on a facility."""
    borrowers = FacilityAgreement.objects.filter(stage=FacilityAgreement.Stage.APPROVED).order_by("fund")
    for fund in borrowers.values_list("fund", flat=True).distinct():
        enqueue("funds.watch_facility", fund_id=fund)


@app.task(name="funds.watch_facility")
def watch_facility(*, fund_id: int) -> None:
    """Puts every drawdown that stands out after its last day into the breach register."""
    facility_movements.watch(fund=Fund.objects.get(pk=fund_id), at=now())


@app.task(name="funds.watch_clocks")
def watch_clocks() -> None:
    """Wakes the watch over each selection whose manager is raising money."""
    for selection in Selection.objects.filter(stage=Selection.Stage.SELECTED).values_list("pk", flat=True):
        enqueue("funds.watch_clock", selection_id=selection)


@app.task(name="funds.watch_clock")
def watch_clock(*, selection_id: int) -> None:
    """Reminds of what a selection's clock has come to, once."""
    fundraising.remind(selection=Selection.objects.get(pk=selection_id), at=now())
