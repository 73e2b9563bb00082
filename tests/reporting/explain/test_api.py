"""The API's computed figures name the address of their derivation, and the tree there holds the figure."""

from decimal import Decimal

import pytest

from itvf.api_fields import Explained, Money
from tests import portal
from tests.reporting.explain.world import ON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    for module in ("funds.api.fees", "funds.api.funds", "funds.api.capital_calls", "reporting.api.explanations"):
        monkeypatch.setattr(f"{module}.today", lambda: ON)


def explained(found) -> list[tuple[str, str]]:
    """Every figure of an answer that names a derivation: its value, and the address."""
    if isinstance(found, list):
        return [one for item in found for one in explained(item)]
    if not isinstance(found, dict):
        return []
    mine = [(found[name], url) for name, url in found.get("explained", {}).items() if isinstance(found[name], str)]
    return mine + [one for item in found.values() for one in explained(item)]


def values(tree: dict) -> set[Decimal]:
    """What stands anywhere in a tree."""
    is_figure = tree["unit"].endswith(("hkd", "multiple", "rate")) and tree["value"]
    own = {abs(Decimal(tree["value"]))} if is_figure else set()
    return own.union(*(values(part) for part in tree["parts"]))


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/funds/harbour",
        "/api/v1/funds/harbour/partners",
        "/api/v1/funds/harbour/fees",
        "/api/v1/funds/harbour/hurdle",
        f"/api/v1/funds/harbour/what-if/liquidation?on={ON}",
        "/api/v1/capital-calls/{call}/lines",
        "/api/v1/distributions/{distribution}/lines",
        "/api/v1/investments/{lot}",
        f"/api/v1/portfolio/board?on={ON}",
        f"/api/v1/portfolio/kpi?on={ON}",
        f"/api/v1/portfolio/uninvested?on={ON}",
        f"/api/v1/funds/harbour/trial-balance?as_of={ON}",
    ],
)
def test_opens_to_a_tree_that_holds_it(world, address):
    fund, client = world.fund, portal.client_of(world.cast.officer)
    of = {"call": fund.calls.get().pk, "distribution": fund.distributions.earliest("number").pk, "lot": world.lot.pk}
    found = explained(client.get(address.format(**of)).json())
    assert found
    for value, url in found[:40]:
        answer = client.get(url)
        assert answer.status_code == 200, url
        if Decimal(value):
            assert abs(Decimal(value)) in values(answer.json()["derivation"]), (value, url)


def test_every_family_of_computed_figures_names_its_derivations():
    from funds.api import capital_calls, distributions, fees, funds, late_interest, partner_statements, partners
    from investments.api import investments, portfolio

    for kind in (
        capital_calls.LineOut,
        capital_calls.CallDetailOut,
        distributions.DistributionLineOut,
        fees.FeeQuarterOut,
        funds.BalancesOut,
        funds.HurdleOut,
        funds.RegisterOut,
        funds.FeeAccrualOut,
        late_interest.LateLineOut,
        partner_statements.LiquidationOut,
        partners.PartnerOut,
        investments.InvestmentOut,
        portfolio.BoardRowOut,
    ):
        named = [field for field in kind().fields.values() if isinstance(field, Explained)]
        assert named, kind.__name__
        assert set(named[0].figures) <= set(kind().fields), kind.__name__
        assert kind is late_interest.LateLineOut or any(isinstance(one, Money) for one in kind().fields.values())
