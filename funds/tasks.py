"""The watch over management fees, once a day. It may run twice, or at once, without harm."""

from funds.models import Fund
from funds.services import fee_watch
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
