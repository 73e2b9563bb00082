"""kill -9 between any two steps of an issue: before the commit nothing stands, after it nothing is lost or doubled."""

import os
import signal
import subprocess
import sys
from collections import Counter

import pytest

from funds import selectors
from funds.models import CallLine, JournalEntry, Notice, PaymentCase
from funds.services import capital_calls
from itvf.celery import app
from itvf.models import AuditEvent, OutboxMessage
from tests import programme
from tests.conftest import _addresses_of_clone, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

# Issues the call in a process of its own, which kills itself where it is told to.
ISSUE = """
import os, signal, sys
import django
django.setup()
from importlib import import_module
from funds.models import CapitalCall
from funds.services import capital_calls
from itvf.models import User
from tests import programme

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

call_id, signatory_id, place = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
if place:
    module, name = place.rsplit(".", 1)
    setattr(import_module(module), name, die)
capital_calls.issue(
    call=CapitalCall.objects.get(pk=call_id),
    by=User.objects.get(pk=signatory_id),
    at=programme.at(programme.CALLED),
)
"""
BEFORE_COMMIT = [
    "funds.services.call_lines.write",
    "funds.services.ledger.post_call",
    "funds.services.notices.write",
    "funds.services.payments.open_case",
    "itvf.audit.record",
    "funds.services.capital_calls.enqueue",
]


@pytest.fixture
def cast():
    return programme.enrol()


@pytest.fixture
def call(cast):
    return programme.drafted(cast, programme.opened(cast, programme.scheme()))


def issue_elsewhere(call, cast, *, place="", **environment) -> int:
    """Issues the call in another process; gives its exit code."""
    process = subprocess.run(
        [sys.executable, "-c", ISSUE, str(call.pk), str(cast.signatory.pk), place],
        env=os.environ | _addresses_of_clone() | environment,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert process.returncode in (0, -signal.SIGKILL), process.stderr.decode()
    return process.returncode


class TestBeforeTheCommit:
    @pytest.mark.parametrize(
        # the first and the last here, every place between in the long suite
        "place",
        [pytest.param(one, marks=[pytest.mark.prove] * (one in BEFORE_COMMIT[1:-1])) for one in BEFORE_COMMIT],
    )
    def test_nothing_stands_and_the_call_can_be_issued_again(self, cast, call, place):
        events = AuditEvent.objects.count()
        assert issue_elsewhere(call, cast, place=place) == -signal.SIGKILL
        call.refresh_from_db()
        assert call.stage == "draft"
        for model in (CallLine, JournalEntry, Notice, OutboxMessage, PaymentCase):
            assert not model.objects.exists(), model
        assert AuditEvent.objects.count() == events
        capital_calls.issue(call=call, by=cast.signatory, at=programme.at(programme.CALLED))
        assert Notice.objects.count() == 4


class TestAfterTheCommit:
    def test_a_new_worker_sends_each_notice_once(self, cast, call, smtp, start_worker):
        assert issue_elsewhere(call, cast, place="itvf.celery._send") == -signal.SIGKILL
        assert set(OutboxMessage.objects.values_list("state", flat=True)) == {"pending"}
        start_worker()
        for _ in range(2):  # what the scheduler sends every few seconds
            app.send_task("itvf.relay_outbox")
        wait_until(lambda: Notice.objects.filter(served_at__isnull=False).count() == 4, what="serving")
        told = Counter(str(message["to"]).strip("[]'") for message in smtp.messages())
        assert sorted(told.values()) == [1, 1, 1, 1]
        assert set(told) == set(call.fund.partners.values_list("contact_email", flat=True))

    def test_a_broker_that_is_down_stops_nothing(self, cast, call, smtp, start_worker):
        assert issue_elsewhere(call, cast, REDIS_URL="redis://127.0.0.1:9/0") == 0
        call.refresh_from_db()
        assert call.stage == "issued"
        assert selectors.balance(call.fund, selectors.Code.CALL_RECEIVABLE) == call.amount_hkd
        assert OutboxMessage.objects.filter(state="pending").count() == 4
        start_worker()
        app.send_task("itvf.relay_outbox")  # the scheduler's sweep, once the broker is back
        wait_until(lambda: OutboxMessage.objects.filter(state="sent").count() == 4, what="sending")
        assert len(smtp.messages()) == 4
