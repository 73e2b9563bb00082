"""Distributions, cancelled calls and recorded authority in the staff's admin site."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from funds import selectors
from funds.models import CallCancellation, DistributionPayment, DistributionReceipt, RecordedAuthority
from reporting.demo import acts, returns
from reporting.demo.acts import moment
from tests import builders, people
from tests.investments.services.lots import day

pytestmark = pytest.mark.django_db

PAID = day(70)


@pytest.fixture(scope="module")
def standing(held):
    """Called money of HK$30m goes back: declared, nothing paid yet."""
    cast = people.cast()
    fund = builders.closed_fund(cast)
    builders.authority(cast)
    call = builders.paid_call(cast, fund, acts.purpose("investment", "Deals", "100000000.00"))
    back = [returns.source("return_of_capital", "Not invested", "30000000.00", "未投資款項")]
    distribution = returns.declare(cast, fund, back, on=PAID, nature="uninvested", call=call)
    return SimpleNamespace(cast=cast, fund=fund, call=call, distribution=distribution)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr("itvf.admin_verbs.now", lambda: moment(PAID, 17))


def enter(client, user, language="en"):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["django_language"] = language
    return client


def at(thing, verb="change"):
    return reverse(f"admin:funds_{thing._meta.model_name}_{verb}", args=[thing.pk])


def do(client, thing, verb, **given):
    """Posts a verb; gives the answer, which leads on where it was done."""
    answer = client.post(at(thing, verb), given)
    assert answer.status_code == 302, answer.content.decode()
    return answer


def open_everything(client, *things):
    for thing in things:
        answer = client.get(at(thing))
        assert answer.status_code == 200, thing
        yield answer.content.decode()


class TestMoneyThatGoesBack:
    def test_is_paid_received_and_reversed(self, client, cast, fund, world):
        found = world.distribution
        enter(client, cast.officer)
        paid = do(client, found, "pay", value_date=PAID.isoformat(), bank_reference="DD1")
        assert paid.url == at(found)
        assert selectors.balance(fund, selectors.Code.DISTRIBUTION_PAYABLE) == 0

        enter(client, cast.finance)
        government = found.lines.get(partner__kind="government")
        given = {"amount_hkd": str(government.amount_hkd), "value_date": PAID.isoformat(), "bank_reference": "CR1"}
        do(client, found, "receive", **given)
        assert DistributionReceipt.objects.get().amount_hkd == government.amount_hkd

        payment = DistributionPayment.objects.first()
        notice = government.notice
        for language in ("en", "zh-hant"):
            enter(client, cast.auditor, language)
            pages = list(open_everything(client, found, payment, DistributionReceipt.objects.get(), notice, fund))
            assert f"{government.amount_hkd:,}" in pages[0]
        assert client.get(at(found, "pay")).status_code == 403

        enter(client, cast.officer)
        do(client, payment, "reverse", on=PAID.isoformat(), reason="Another fund's debit")
        assert selectors.balance(fund, selectors.Code.DISTRIBUTION_PAYABLE) == -found.amount_hkd
        line = selectors.distribution_lines([found]).get(pk=government.pk)
        given = {"line": line.pk, "amount_hkd": "1000.00", "value_date": PAID.isoformat(), "bank_reference": "DD2"}
        do(client, found, "pay_line", **given)
        assert selectors.distribution_lines([found]).get(pk=line.pk).paid_hkd == 1000

    def test_is_cancelled_by_the_manager_alone(self, client, cast, world):
        found = world.distribution
        assert enter(client, cast.officer).post(at(found, "cancel"), {"reason": "Wrong"}).status_code == 403
        do(enter(client, cast.manager), found, "cancel", reason="Wrong call")
        found.refresh_from_db()
        assert found.stage == "cancelled"
        assert len(list(open_everything(client, found))) == 1


class TestCorrections:
    def test_cancel_an_unpaid_call_and_show_why(self, client, cast, fund):
        call = acts.issue_call(cast, fund, [acts.purpose("expense", "Audit", "1000000.00")], issued=day(71))
        enter(client, cast.manager)
        do(client, call, "cancel", reason="Wrong amount")
        cancelled = CallCancellation.objects.get(call=call)
        page, *_others = open_everything(client, call, cancelled)
        assert "Wrong amount" in page


class TestAuthority:
    def test_is_recorded_by_one_and_approved_by_another(self, client, cast, fund):
        given = {"kind": "beyond_commitment", "given_by": "Committee", "given_date": "2025-07-01", "scope": "Up to it"}
        do(enter(client, cast.officer), fund, "record_authority", limit_hkd="1,000,000.00", **given)
        found = RecordedAuthority.objects.get()
        do(enter(client, cast.manager), found, "approve")
        found.refresh_from_db()
        assert found.stage == "approved"
        assert len(list(open_everything(client, found))) == 1
