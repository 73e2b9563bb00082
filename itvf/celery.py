"""The worker's application, and `enqueue`: a wake-up after the commit, never a fact."""

import logging
import os
from functools import partial

from celery import Celery
from django.db import transaction
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "itvf.settings")

log = logging.getLogger(__name__)
app = Celery("itvf")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)  # logs of a task carry the request that woke it


def enqueue(name: str, **kwargs) -> None:
    """This function will wake a task by name once the transaction has committed.

    The row that the task works on is the fact: a broker that is down costs time, not work, since the
    scheduler looks at the same rows. Arguments are ids and other plain JSON.
    """
    transaction.on_commit(partial(_send, name, kwargs), robust=True)


def _send(name: str, kwargs: dict) -> None:
    try:
        app.send_task(name, kwargs=kwargs, retry=False, ignore_result=True)
    except Exception:
        log.warning("the broker did not take %s; the scheduler will look at its rows", name, exc_info=True)
