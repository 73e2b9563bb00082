"""Applicants of the demo's past rounds: houses, people, deals and offers, and the answers that they make up.

Every name is invented. Dates count back from the day of the application, so that a record never lies ahead of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from itvf.dates import add_months
from reporting.demo.round_plans import ANSWERS

MILLION = Decimal("1000000.00")


@dataclass(frozen=True, slots=True)
class Deal:
    """A deal of a track record: (months ago, HK$ million, negative paid in), what is held, and what is claimed."""

    company: str
    sector: str
    stage: str
    flows: tuple[tuple[int, str], ...]
    value: str
    claimed_irr: str
    claimed_multiple: str


@dataclass(frozen=True, slots=True)
class Applicant:
    """A house that applied: names, people (signs, prepares; English, Chinese), owners, record, and what it offers."""

    code: str
    name_en: str
    name_zh_hant: str
    ce_number: str
    people: tuple[tuple[str, str], tuple[str, str]]
    owners: str
    partners: tuple[tuple[str, str, int, str], ...]
    prior_fund: tuple[str, int, str]
    claimed: tuple[str, str]
    deals: tuple[Deal, ...]
    start_up: tuple[str, str, str]
    pipeline: tuple[str, str, str, str]
    strategy: str
    sizes: tuple[str, str, str]
    sectors: tuple[str, ...]
    investors: tuple[tuple[str, str, str], ...]
    terms: Mapping[str, object] = field(default_factory=dict)

    @property
    def emails(self) -> tuple[str, str]:
        """The log-ins of who signs and of who prepares, before the domain."""
        preparer = "maker" if self.code in ("summit", "delta") else "preparer"
        return f"{self.code}-signatory", f"{self.code}-{preparer}"


def answers_of(one: Applicant, *, on: date) -> dict[str, dict]:
    """This function will give an application's answers by section, as a house types them, as of a day."""
    (signs, _), (prepares, _) = one.people
    fund_name, years_old, raised = one.prior_fund
    start_up, place, set_up = one.start_up
    company, origin, sector, plan = one.pipeline
    size, target, own = one.sizes
    founded = add_months(on, -12 * years_old)
    return {
        "house": {
            "licence": "held",
            "ce_number": one.ce_number,
            "owners": one.owners,
            "rows": [{"name": signs, "ce_number": ""}, {"name": prepares, "ce_number": ""}],
        },
        "team": {
            "rows": [
                {"name": name, "post": post, "years": str(years), "is_key_person": place < 2, "experience": experience}
                for place, (name, post, years, experience) in enumerate(one.partners)
            ]
        },
        "track_record": {
            "claimed_irr": one.claimed[0],
            "claimed_multiple": one.claimed[1],
            "rows": [_deal(deal, fund_name, on) for deal in one.deals],
        },
        "prior_funds": {
            "rows": [
                {
                    "name": fund_name,
                    "vintage": str(founded.year),
                    "raised_hkd": raised + "000000",
                    "final_closing_date": founded.isoformat(),
                    "claimed_irr": one.claimed[0],
                    "claimed_multiple": one.claimed[1],
                }
            ]
        },
        "start_ups": {
            "rows": [
                {
                    "company": start_up,
                    "place": place,
                    "established_date": add_months(on, -30).isoformat(),
                    "what": set_up,
                }
            ]
        },
        "pipeline": {
            "rows": [
                {
                    "company": company,
                    "place": origin,
                    "is_outside": True,
                    "sector": sector,
                    "stage": "series_a",
                    "amount_hkd": "40000000",
                    "plan": plan,
                }
            ]
        },
        "fund": {
            "fund_size_hkd": size + "000000",
            "non_government_target_hkd": target + "000000",
            "gp_commitment_hkd": own + "000000",
            "sectors": list(one.sectors),
            "stages": ["seed", "pre_a", "series_a", "series_b"],
            "strategy": one.strategy,
            "accepts_framework": True,
        },
        "investors": {
            "rows": [
                {"name": name, "kind": "private", "circle": circle, "amount_hkd": amount + "000000"}
                for name, circle, amount in one.investors
            ]
        },
        "terms": {**ANSWERS["terms"], **one.terms},
    }


def _deal(deal: Deal, fund_name: str, on: date) -> dict:
    flows = [[add_months(on, -months).isoformat(), str(Decimal(amount) * MILLION)] for months, amount in deal.flows]
    return {
        "company": deal.company,
        "fund": fund_name,
        "sector": deal.sector,
        "stage": deal.stage,
        "instrument": "equity",
        "flows": flows,
        "value_hkd": str(Decimal(deal.value) * MILLION),
        "value_date": add_months(on, -2).isoformat(),
        "claimed_irr": deal.claimed_irr,
        "claimed_multiple": deal.claimed_multiple,
    }
