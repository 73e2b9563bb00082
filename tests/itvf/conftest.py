"""Places of a test's own, beside the one that the whole run works in; mail servers, and who writes."""

import socket

import pytest
from aiosmtpd.controller import Controller

from itvf import places
from itvf.models import RoleGrant, User
from tests.itvf.letters import MailServer


@pytest.fixture
def embedded(monkeypatch):
    """As on a machine that has no services of its own."""
    for variable in ("DATABASE_URL", "DATABASE_MIGRATOR_URL", "REDIS_URL", "ITVF_FILES", "ITVF_MAIL"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def place(embedded):
    with places.throwaway("test-place") as place:
        yield place


@pytest.fixture
def server(settings):
    """A real SMTP server on loopback, and the settings that point at it."""
    handler = MailServer()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host, port = free.getsockname()
    controller = Controller(handler, hostname=host, port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = host, port
    yield handler
    controller.stop()


@pytest.fixture
def nobody_listens(settings):
    """A port on which no mail server is."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = taken.getsockname()
        yield


@pytest.fixture
def officer(db):
    """A programme officer."""
    person = User.objects.create_user("officer@people.example", name="Officer")
    RoleGrant.objects.create(user=person, role="programme_officer")
    return person
