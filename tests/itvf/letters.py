"""Letters in the outbox for tests of it, and a real mail server that takes them or does not."""

from email import message_from_bytes

from itvf import outbox
from itvf.models import OutboxMessage


class MailServer:
    """Keeps what it takes; refuses, stalls or hangs up when told to."""

    def __init__(self):
        self.taken = []
        self.sessions = set()
        self.answer_to_recipient = None
        self.answer_to_body = "250 OK"
        self.stall = None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.answer_to_recipient:
            return self.answer_to_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.sessions.add(session.peer)
        if self.answer_to_body.startswith("250"):
            self.taken.append(message_from_bytes(envelope.content))
        if self.stall:
            self.stall.set()
            server.transport.abort()
        return self.answer_to_body


def write(key="notice:1", **fields) -> OutboxMessage:
    """A letter that waits."""
    return outbox.put(
        key=key, kind="notice", to="contact@partner.example", subject="Capital call 1", text="Please pay.", **fields
    )


def state_of(message) -> str:
    """A letter's state, as the database has it now."""
    message.refresh_from_db()
    return message.state
