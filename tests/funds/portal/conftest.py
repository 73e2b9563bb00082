"""One closed fund on a fixed day, and its people."""

from types import SimpleNamespace

import pytest

from funds.models import FundMembership
from funds.services import partnerships
from reporting.demo.acts import moment
from tests import builders, people, portal


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The portal's day."""
    portal.stop_clock(monkeypatch)


@pytest.fixture(scope="module")
def standing(held):
    """Harbour after its closing, a contact for its largest partner."""
    cast = people.cast()
    fund = builders.closed_fund(cast)
    partnerships.grant_membership(
        fund=fund,
        user=cast.partner,
        role=FundMembership.Role.PARTNER_CONTACT,
        partner=fund.partners.get(contact_email=cast.partner.email),
        by=cast.administrator,
        at=moment(builders.CLOSED, 12),
    )
    return SimpleNamespace(cast=cast, fund=fund)


@pytest.fixture
def maker(cast, fund):
    """The general partner's maker, signed in."""
    return portal.client_of(cast.maker(fund))


@pytest.fixture
def signatory(cast, fund):
    """Its signatory, signed in."""
    return portal.client_of(cast.signatory(fund))


@pytest.fixture
def contact(cast, fund):
    """The contact of a partner, signed in."""
    return portal.client_of(cast.partner)


@pytest.fixture
def stranger(cast):
    """Somebody of another fund, signed in."""
    return portal.client_of(cast.ridge_maker)
