"""The watch over what funds hold, once a day. It may run twice, or at once, without harm."""

import logging

from funds.models import Fund
from investments.services import watch
from itvf.celery import app, enqueue
from itvf.dates import now

log = logging.getLogger(__name__)


@app.task(name="investments.watch_mandates")
def watch_mandates() -> None:
    """Wakes the watch over each open fund."""
    for fund in Fund.objects.filter(stage=Fund.Stage.OPEN, agreement__isnull=False).values_list("pk", flat=True):
        enqueue("investments.watch_mandate", fund_id=fund)


@app.task(name="investments.watch_mandate")
def watch_mandate(*, fund_id: int) -> None:
    """Puts what a fund's portfolio breaks today into the breach register."""
    watch.register(fund=Fund.objects.get(pk=fund_id), at=now())
