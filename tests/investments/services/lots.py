"""A fund with cash and a lot of HK$10m in it, and the small verbs that tests of its life share."""

import copy
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from funds import fee_facts, selectors
from funds.models import JournalEntry, LedgerAccount
from investments.models import Investment, LifeEvent, Valuation
from investments.services import events, valuations
from investments.services.life import Exchange, Note
from investments.services.valuations import Estimate
from itvf.models import AuditEvent
from reporting.demo import acts, deals
from reporting.demo.acts import moment
from reporting.demo.deals import DealPlan
from tests import builders, people
from tests.conftest import copied

Code = LedgerAccount.Code
DONE = builders.DEAL_DONE


def plan(**changes) -> DealPlan:
    figures = {
        "name_en": "Example Life Limited",
        "name_zh_hant": "示例生命有限公司",
        "br_number": "90009001",
        "place": "Hong Kong",
        "description": "Sensors for wards.",
        "sector": "life_health",
        "stage": "seed",
        "amount_hkd": Decimal("10000000.00"),
    }
    return DealPlan(**{**figures, **changes})


@pytest.fixture(scope="module")
def standing(held):
    """A fund closed, called and paid: cash for a hundred million."""
    cast = people.cast()
    fund = builders.closed_fund(cast)
    builders.authority(cast)
    builders.paid_call(cast, fund, acts.purpose("investment", "Deals", "100000000.00"))
    return SimpleNamespace(cast=cast, fund=fund)


@pytest.fixture(scope="class")
def bought(standing, held_by_class):
    """The lot as a class of tests finds it."""
    world = copy.deepcopy(standing)
    return deals.invest(world.cast, world.fund, plan(), on=DONE, units=Decimal(1_000_000))


@pytest.fixture
def lot(bought, world):
    """HK$10m for 1,000,000 shares."""
    return copied(bought, world)


@pytest.fixture(scope="class")
def bought_abroad(standing, held_by_class):
    """The lot in dollars as a class of tests finds it."""
    world = copy.deepcopy(standing)
    return abroad(world.cast, world.fund)


@pytest.fixture
def dollar_lot(bought_abroad, world):
    """USD1m at 7.80 for 1,000 shares."""
    return copied(bought_abroad, world)


def abroad(cast, fund, *, drawn: str = "1000000.00") -> Investment:
    """A deal of USD1m, of which so much is drawn at 7.80 at completion."""
    return deals.invest(
        cast,
        fund,
        plan(amount_hkd=Decimal("7800000.00"), currency="USD", foreign_amount=Decimal("1000000.00")),
        on=DONE,
        units=Decimal(1000),
        foreign_amount=Decimal(drawn),
        fx_rate=Decimal("7.80"),
        fx_source="HKAB opening rate",
        fx_date=DONE,
    )


def dollars(amount: str, rate: str, on: date) -> Exchange:
    """US dollars at a rate of a day."""
    return Exchange("USD", Decimal(amount), Decimal(rate), "HKAB opening rate", on)


def written() -> tuple[int, ...]:
    """How much is on record: entries, events, values, audit rows; the same before and after what was refused."""
    return tuple(model.objects.count() for model in (JournalEntry, LifeEvent, Valuation, AuditEvent))


def fee_base(fund, on: date) -> Decimal:
    """Net invested cost on a day, as the fee is charged on it (A3)."""
    found = fee_facts.cost_events(fund, as_of=on)
    return sum((one.amount_hkd if one.kind == "invested" else -one.amount_hkd for one in found), Decimal(0))


def note(on: date, reason: str = "") -> Note:
    return Note(on=on, evidence="Board minutes and bank advice", reason=reason)


def day(number: int) -> date:
    return date.fromordinal(DONE.toordinal() + number)


def by(cast, number: int = 200) -> dict:
    return {"by": cast.officer, "at": moment(day(number), 12)}


def value(cast, lot, hkd: str, on: date, **more) -> Valuation:
    figures = {
        "valuation_date": on,
        "method": "milestone",
        "level": 3,
        "policy_version": "2026-1",
        "fair_value_hkd": Decimal(hkd),
        "inputs": {"milestone": "First ward equipped"},
        "reason": "Milestone reached",
    }
    made = valuations.record(
        investment=lot, estimate=Estimate(**{**figures, **more}), by=cast.maker(lot.fund), at=moment(on, 12)
    )
    return valuations.review(valuation_=made, note="Agrees with the paper", by=cast.officer, at=moment(on, 15))


def written_down(cast, lot, hkd: str, on: date):
    return events.write_down(
        investment=lot, amount_hkd=Decimal(hkd), note=note(on, "Trial failed"), by=cast.officer, at=moment(on, 12)
    )


def balance(fund, code) -> Decimal:
    return selectors.balance(fund, code)
