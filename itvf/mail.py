"""One conversation with the mail server, step by step, so that we know how far a message got.

Refused before the server took the body, or by its answer to it: nothing went out. No answer after the
body: nobody knows.
"""

import hashlib
import smtplib
from collections.abc import Sequence
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from itvf.models import OutboxMessage

BULK_OF_ONE_CONNECTION = 100


class Refused(Exception):
    """The mail server did not take the message and said so; `for_good` when it will not later either."""

    def __init__(self, code: int, words: bytes | str):
        self.for_good = code >= 500
        text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
        super().__init__(f"{code} {text}".strip())


class Undelivered(Exception):
    """The mail server had the message and did not answer: it may have gone out."""


def compose(message: OutboxMessage, attachments: Sequence[tuple[str, str, bytes]]) -> bytes:
    """This function will write a message as it goes over the wire, under its own fixed Message-ID."""
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.to],
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    for name, content_type, content in attachments:
        mail.attach(name, content, content_type)
    return mail.message().as_bytes(linesep="\r\n")


class Carrier:
    """A kept connection to the mail server. `is_open` connects where need be; `why` says why it could not."""

    def __init__(self):
        self._backend = None
        self._carried = 0
        self.is_down = False
        self.why = ""

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self._hang_up()

    @staticmethod
    def digest(mail: bytes) -> str:
        """The SHA-256 of a message as it went over the wire."""
        return hashlib.sha256(mail).hexdigest()

    def is_open(self) -> bool:
        """Whether a message can be handed over now."""
        if self._backend is not None and self._carried >= BULK_OF_ONE_CONNECTION:
            self._hang_up()
        if self._backend is None and not self.is_down:
            self._connect()
        return self._backend is not None

    def hand_over(self, to: str, mail: bytes) -> None:
        """Gives one message to the server. Raises Refused or Undelivered; silent when the server took it."""
        smtp = self._backend.connection
        self._carried += 1
        try:
            self._step(smtp.mail(parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
            self._step(smtp.rcpt(to))
        except (smtplib.SMTPException, OSError) as lost:
            self._hang_up()
            raise Refused(451, f"connection lost before the message was given: {lost}") from lost
        try:
            code, words = smtp.data(mail)
        except smtplib.SMTPDataError as refusal:
            # The server refused the word DATA itself, so the body never left.
            self._reset()
            raise Refused(refusal.smtp_code, refusal.smtp_error) from refusal
        except (smtplib.SMTPException, OSError) as lost:
            self._hang_up()
            raise Undelivered(f"The mail server gave no answer after the message: {lost}") from lost
        if code != 250:
            self._reset()
            raise Refused(code, words)

    def _step(self, answer: tuple[int, bytes]) -> None:
        code, words = answer
        if code not in (250, 251):
            self._reset()
            raise Refused(code, words)

    def _connect(self) -> None:
        backend = get_connection()
        try:
            backend.open()
            backend.connection.ehlo_or_helo_if_needed()
        except (smtplib.SMTPException, OSError) as error:
            self.is_down = True
            self.why = f"The mail server could not be reached: {error}"
            return
        self._backend, self._carried = backend, 0

    def _reset(self) -> None:
        try:
            self._backend.connection.rset()
        except (smtplib.SMTPException, OSError):
            self._hang_up()

    def _hang_up(self) -> None:
        if self._backend is not None:
            backend, self._backend = self._backend, None
            try:
                backend.close()
            except (smtplib.SMTPException, OSError):
                backend.connection = None
