"""The ground floor's tasks: the outbox, and a sign of life. Both may run twice, or at once, without harm."""

from datetime import timedelta

from itvf import outbox
from itvf.celery import app
from itvf.dates import now
from itvf.models import Heartbeat

# A task stops beginning new chunks well before Celery would stop it (CELERY_TASK_SOFT_TIME_LIMIT).
ONE_TURN = timedelta(seconds=60)


@app.task(name="itvf.relay_outbox")
def relay_outbox() -> None:
    """Settles the claims of dead workers, then sends what waits."""
    started = now()
    outbox.sweep(at=started)
    outbox.relay(clock=now, until=started + ONE_TURN)


@app.task(name="itvf.heartbeat")
def heartbeat() -> None:
    """Says that scheduler, broker, worker and database all work."""
    Heartbeat.objects.update_or_create(name="worker", defaults={"beat_at": now()})
