"""The portal's ground for tests: a fixed day for its pages, and clients that are signed in."""

import re
import sys
from datetime import date

from django.test import Client

from itvf.models import User
from reporting.demo.acts import moment

TODAY = date(2025, 4, 10)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PORTALS = ("funds.portal.", "investments.portal.", "reporting.portal.")


def stop_clock(monkeypatch, on: date = TODAY) -> None:
    """Lets every page of the portal think that it is eleven in the morning of a day."""
    import reporting.portal.urls  # noqa: F401 (loads every page)

    for name, module in list(sys.modules.items()):
        if name.startswith(PORTALS):
            for reader, answer in (("today", lambda: on), ("now", lambda: moment(on, 11))):
                if hasattr(module, reader):
                    monkeypatch.setattr(module, reader, answer)


def client_of(user: User, language: str = "en") -> Client:
    """A client signed in as somebody, reading in a language."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    client.cookies["django_language"] = language
    return client


def without_tokens(page: str) -> str:
    """A page without what is new in each answer, so that two of them can be compared."""
    return re.sub(r'(nonce|value)="[^"]*"', r'\1=""', page)
