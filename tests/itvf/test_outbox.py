"""The outbox against a real mail server: sent once, or kept for another try."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.conf import settings as site_settings
from django.db import connection

from itvf import audit, outbox
from itvf.dates import now
from itvf.models import OutboxMessage
from tests.itvf.letters import state_of, write

pytestmark = pytest.mark.django_db(transaction=True)

State = OutboxMessage.State


def pdf(message):
    return [("notice.pdf", "application/pdf", b"%PDF-1.7 notice")]


def broken(message):
    raise ValueError("the template lacks a brace")


hooked = []


def remember(message, *, at):
    hooked.append((message.pk, at))


def fail_after(message, *, at):
    raise ValueError("no such notice")


class TestSending:
    def test_sends_what_waits_once(self, server):
        message = write()
        assert outbox.relay(clock=now) == {"sent": 1}
        assert outbox.relay(clock=now) == {}
        assert [mail["Message-ID"] for mail in server.taken] == [message.message_id]
        assert state_of(message) == State.SENT
        assert message.sent_at
        assert message.attempts == 1

    def test_says_what_was_written_in_both_languages(self, server):
        write(html="<p>請繳款。</p>")
        outbox.relay(clock=now)
        (mail,) = server.taken
        assert mail["To"] == "contact@partner.example"
        assert mail["Subject"] == "Capital call 1"
        parts = [part.get_payload(decode=True).decode() for part in mail.walk() if not part.is_multipart()]
        assert parts == ["Please pay.", "<p>請繳款。</p>"]

    def test_brings_attachments_made_at_the_time_of_sending(self, server, monkeypatch):
        monkeypatch.setitem(outbox.renderers, "notice", f"{__name__}.pdf")
        write(renderer="notice")
        outbox.relay(clock=now)
        (attachment,) = [part for part in server.taken[0].walk() if part.get_filename()]
        assert attachment.get_filename() == "notice.pdf"
        assert attachment.get_payload(decode=True) == b"%PDF-1.7 notice"

    def test_keeps_one_connection_for_a_chunk(self, server):
        for number in range(30):
            write(f"notice:{number}")
        outbox.relay(clock=now)
        assert len(server.taken) == 30
        assert len(server.sessions) == 1

    def test_tells_what_follows_from_it(self, server, monkeypatch):
        monkeypatch.setitem(outbox.on_sent, "notice", f"{__name__}.remember")
        hooked.clear()
        message = write()
        outbox.relay(clock=now)
        message.refresh_from_db()
        assert hooked == [(message.pk, message.sent_at)]

    def test_stays_sent_when_what_follows_fails(self, server, monkeypatch):
        monkeypatch.setitem(outbox.on_sent, "notice", f"{__name__}.fail_after")
        message = write()
        outbox.relay(clock=now)
        assert state_of(message) == State.SENT
        assert "no such notice" in message.error

    def test_keeps_a_subject_on_one_line(self, server):
        message = outbox.put(key="x", kind="x", to="a@b.example", subject="One\r\nBcc: thief@x.example", text="t")
        outbox.relay(clock=now)
        assert state_of(message) == State.SENT
        assert server.taken[0]["Bcc"] is None

    def test_two_workers_send_each_message_once(self, server):
        for number in range(60):
            write(f"notice:{number}")
        faults = []

        def work():
            try:
                outbox.relay(clock=now)
            except Exception as fault:
                faults.append(fault)
            finally:
                connection.close()

        workers = [threading.Thread(target=work) for _ in range(3)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert not faults
        sent = [mail["Message-ID"] for mail in server.taken]
        assert len(sent) == len(set(sent)) == 60


class TestTrouble:
    def test_no_server_means_later(self, nobody_listens):
        message = write()
        assert outbox.relay(clock=now) == {"pending": 1}
        assert state_of(message) == State.PENDING
        assert message.attempts == 1
        assert message.next_try_at > now()
        assert "could not be reached" in message.error

    def test_each_failure_waits_longer_and_an_hour_at_most(self, nobody_listens):
        message = write()
        waits = []
        moment = now()
        for _ in range(10):
            outbox.relay(clock=lambda: moment)  # noqa: B023
            message.refresh_from_db()
            waits.append(message.next_try_at - moment)
            moment = message.next_try_at
        assert waits[:3] == [timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120)]
        assert waits[-1] == timedelta(hours=1)

    def test_is_not_tried_before_its_time(self, nobody_listens):
        write()
        outbox.relay(clock=now)
        assert outbox.relay(clock=now) == {}

    def test_refused_for_good_fails_with_the_servers_words(self, server):
        server.answer_to_recipient = "550 5.1.1 no such mailbox"
        message = write()
        assert outbox.relay(clock=now) == {"failed": 1}
        assert state_of(message) == State.FAILED
        assert "550" in message.error
        assert "no such mailbox" in message.error

    def test_refused_for_now_waits(self, server):
        server.answer_to_recipient = "450 4.2.0 greylisted"
        message = write()
        outbox.relay(clock=now)
        assert state_of(message) == State.PENDING
        assert "greylisted" in message.error

    def test_a_body_refused_for_good_fails(self, server):
        server.answer_to_body = "554 5.6.0 looks like spam"
        message = write()
        outbox.relay(clock=now)
        assert state_of(message) == State.FAILED

    def test_no_answer_after_the_body_is_unknown(self, server):
        server.stall = threading.Event()
        message = write()
        assert outbox.relay(clock=now) == {"unknown": 1}
        assert len(server.taken) == 1
        assert state_of(message) == State.UNKNOWN
        assert outbox.relay(clock=now) == {}

    def test_one_refusal_does_not_stop_the_others(self, server, monkeypatch):
        monkeypatch.setitem(outbox.renderers, "broken", f"{__name__}.broken")
        bad, good = write("notice:1", renderer="broken"), write("notice:2")
        outbox.relay(clock=now)
        assert (state_of(bad), state_of(good)) == (State.FAILED, State.SENT)
        assert "the template lacks a brace" in bad.error


WORKER = """
import os, signal, django
django.setup()
from django.db import connections
for alias in ("default", "migrator"):
    connections[alias].settings_dict["NAME"] = {database!r}
from django.conf import settings
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", {port}
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
from itvf import outbox
from itvf.mail import Carrier
from itvf.dates import now
hand_over = Carrier.hand_over
def die(self, to, mail):
    if {when!r} == "after":
        hand_over(self, to, mail)
    os.kill(os.getpid(), signal.SIGKILL)
if {when!r} == "claimed":
    outbox.attachments = lambda message: os.kill(os.getpid(), signal.SIGKILL)
Carrier.hand_over = die
outbox.relay(clock=now)
"""


class TestAWorkerKilled:
    """kill -9 between any two steps."""

    def kill(self, settings, when):
        source = WORKER.format(
            database=connection.settings_dict["NAME"], port=getattr(settings, "EMAIL_PORT", 0), when=when
        )
        died = subprocess.run(
            [sys.executable, "-c", source], cwd=site_settings.BASE_DIR, env=os.environ, capture_output=True, timeout=60
        )
        assert died.returncode == -signal.SIGKILL, died.stderr.decode()

    @pytest.mark.parametrize(("when", "received"), [("before", 0), ("after", 1)])
    def test_while_the_server_had_the_message_leaves_it_unknown(self, server, settings, when, received):
        message = write()
        self.kill(settings, when)
        assert state_of(message) == State.CLAIMED
        assert outbox.sweep(at=now()) == (0, 0)
        assert outbox.sweep(at=now() + outbox.CLAIM_TIMEOUT + timedelta(seconds=1)) == (0, 1)
        assert state_of(message) == State.UNKNOWN
        assert outbox.relay(clock=now) == {}
        assert len(server.taken) == received

    def test_before_the_server_heard_of_it_loses_nothing(self, server, settings):
        message = write()
        self.kill(settings, "claimed")
        assert outbox.sweep(at=now() + outbox.CLAIM_TIMEOUT + timedelta(seconds=1)) == (1, 0)
        assert outbox.relay(clock=now) == {"sent": 1}
        assert [mail["Message-ID"] for mail in server.taken] == [message.message_id]

    def test_may_have_its_message_sent_again_by_a_person(self, server, settings, officer):
        message = write()
        self.kill(settings, "after")
        outbox.sweep(at=now() + outbox.CLAIM_TIMEOUT + timedelta(seconds=1))
        message.refresh_from_db()
        outbox.resend(message, by=officer, reason="The partner says that nothing came.", at=now())
        outbox.relay(clock=now)
        assert {mail["Message-ID"] for mail in server.taken} == {message.message_id}
        assert len(server.taken) == 2
        assert audit.verify(audit.PROGRAMME) == []
