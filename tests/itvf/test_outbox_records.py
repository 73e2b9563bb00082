"""A message of the outbox on record: what a person does about it, what the database refuses, many at once."""

import logging
import time

import pytest
from celery import Celery
from django.conf import settings as site_settings
from django.db import Error, connection, transaction
from django.test.utils import CaptureQueriesContext

from itvf import audit, outbox
from itvf.dates import now
from itvf.errors import InputRefused, NotPermitted, WrongStage
from itvf.models import OutboxMessage, User
from tests.itvf.letters import state_of, write

pytestmark = pytest.mark.django_db

State = OutboxMessage.State


class TestAPerson:
    @pytest.fixture
    def failed(self, server):
        server.answer_to_recipient = "550 no"
        message = write()
        outbox.relay(clock=now)
        message.refresh_from_db()
        return message

    def test_resends_with_a_reason_on_record(self, failed, officer):
        outbox.resend(failed, by=officer, reason="address mended", at=now())
        assert state_of(failed) == State.PENDING
        (event,) = failed_events("outbox.resend")
        assert event.reason == "address mended"
        assert event.facts["message_id"] == failed.message_id

    def test_gives_a_reason(self, failed, officer):
        with pytest.raises(InputRefused):
            outbox.resend(failed, by=officer, reason=" ", at=now())
        assert state_of(failed) == State.FAILED

    def test_needs_the_permission(self, failed):
        stranger = User.objects.create_user("stranger@people.example", name="Stranger")
        with pytest.raises(NotPermitted):
            outbox.resend(failed, by=stranger, reason="why not", at=now())

    def test_does_not_resend_what_was_sent(self, server, officer):
        message = write()
        outbox.relay(clock=now)
        with pytest.raises(WrongStage):
            outbox.resend(message, by=officer, reason="once more", at=now())
        assert not failed_events("outbox.resend")

    def test_cancels_what_need_not_go(self, failed, officer):
        outbox.cancel(failed, by=officer, reason="told by telephone", at=now())
        assert state_of(failed) == State.CANCELLED
        assert failed_events("outbox.cancel")


def failed_events(verb):
    return list(audit.AuditEvent.objects.filter(verb=verb))


class TestTheDatabase:
    @pytest.mark.parametrize(
        "change",
        [
            "state = 'sent', sent_at = now()",
            "state = 'unknown'",
            "state = 'nonsense'",
            "text = 'another text'",
            "\"to\" = 'thief@x.example'",
            "message_id = 'another'",
        ],
    )
    def test_refuses_to_skip_a_step_or_change_the_words(self, change):
        write()
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE itvf_outboxmessage SET {change}")

    def test_takes_a_key_once(self):
        write()
        with pytest.raises(Error), transaction.atomic():
            write()
        assert OutboxMessage.objects.count() == 1

    def test_keeps_every_message(self):
        write()
        with pytest.raises(Error), transaction.atomic():
            OutboxMessage.objects.all().delete()


class TestMany:
    def test_are_written_with_the_same_statements_however_many(self):
        def messages(count):
            return [
                OutboxMessage(key=f"many:{count}:{n}", kind="notice", to="a@b.example", subject="s", text="繳款\t\\N\n")
                for n in range(count)
            ]

        statements = []
        for count in (3, 300):
            with CaptureQueriesContext(connection) as captured:
                written = outbox.put_many(messages(count))
            statements.append(len(captured))
            assert OutboxMessage.objects.filter(pk__in=[message.pk for message in written]).count() == count
        assert statements[0] == statements[1] <= 4

    def test_come_back_with_their_own_ids(self):
        first, second = outbox.put_many(
            OutboxMessage(key=key, kind="notice", to="a@b.example", subject=key, text="\\N") for key in ("one", "two")
        )
        assert OutboxMessage.objects.get(pk=first.pk).subject == "one"
        assert OutboxMessage.objects.get(pk=second.pk).text == "\\N"

    def test_are_all_or_none(self):
        write("two")
        with pytest.raises(Error), transaction.atomic():
            outbox.put_many(
                OutboxMessage(key=key, kind="notice", to="a@b.example", subject="s", text="t") for key in ("one", "two")
            )
        assert not OutboxMessage.objects.filter(key="one").exists()


@pytest.mark.django_db(transaction=True)
class TestTheBroker:
    def test_that_is_down_does_not_break_the_request(self, monkeypatch, caplog):
        # A worker that another test started may have taken the root's handlers: listen at the logger itself.
        listened = logging.getLogger("itvf.celery")
        monkeypatch.setattr(listened, "disabled", False)
        monkeypatch.setattr(listened, "handlers", [caplog.handler])
        nowhere = Celery("nowhere", broker="redis://127.0.0.1:1/0", set_as_current=False)
        nowhere.conf.broker_transport_options = site_settings.CELERY_BROKER_TRANSPORT_OPTIONS
        monkeypatch.setattr("itvf.celery.app", nowhere)
        started = time.monotonic()
        with transaction.atomic():
            message = write()
        assert time.monotonic() - started < 20
        assert state_of(message) == State.PENDING
        assert "did not take itvf.relay_outbox" in caplog.text
