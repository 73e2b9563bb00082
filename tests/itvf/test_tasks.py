"""A real worker on a real broker: woken by the commit, and by the clock where the waking was lost."""

import pytest
from django.db import transaction
from redis import Redis

from itvf import outbox
from itvf.celery import app, enqueue
from itvf.errors import NotPermitted
from itvf.models import Heartbeat, OutboxMessage
from itvf.tasks import relay_outbox
from tests.conftest import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def write(key="notice:1") -> OutboxMessage:
    return outbox.put(key=key, kind="notice", to="contact@partner.example", subject="Call", text="Pay.")


def is_sent(message) -> bool:
    message.refresh_from_db()
    return message.state == OutboxMessage.State.SENT


class TestTheWorker:
    def test_sends_what_a_commit_wrote(self, worker, smtp):
        message = write()
        wait_until(lambda: is_sent(message), what="the message's sending")
        assert [mail["message_id"] for mail in smtp.messages()] == [message.message_id]

    def test_hears_nothing_of_what_was_rolled_back(self, worker, smtp):
        def refused():
            with transaction.atomic():
                write()
                raise NotPermitted("no")

        with pytest.raises(NotPermitted):
            refused()
        after = write("notice:2")
        wait_until(lambda: is_sent(after), what="the message's sending")
        assert len(smtp.messages()) == 1

    def test_gives_a_sign_of_life(self, worker):
        enqueue("itvf.heartbeat")
        wait_until(Heartbeat.objects.filter(name="worker").exists, what="the sign of life")


class TestALostWaking:
    def test_costs_time_only(self, queue, smtp, settings):
        """The broker forgets everything; the scheduler's next turn sends what waits."""
        message = write()
        broker = Redis.from_url(settings.REDIS_URL)
        assert broker.llen(queue) == 1
        broker.delete(queue)
        relay_outbox()
        assert is_sent(message)


class TestTheQueue:
    def test_never_runs_a_task_twice_at_once(self):
        """A task ends, or is ended, well before the broker would give it to another worker."""
        assert app.conf.task_acks_late
        assert app.conf.task_reject_on_worker_lost
        assert app.conf.task_time_limit < app.conf.broker_transport_options["visibility_timeout"] / 2
