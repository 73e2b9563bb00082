"""What the restriction checks look at, and how each answers. None is a fact not known yet, never a no."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from funds.rules.terms import Term
from itvf.errors import fill, gettext_noop, plain

PASS = "pass"  # noqa: S105 (a status, not a secret)
BREACH = "breach"
NEEDS_EVIDENCE = "needs_evidence"

EVIDENCE_TEMPLATE = gettext_noop("Not known yet, and the answer depends on it: {missing}. Record it with its evidence.")


@dataclass(frozen=True, slots=True)
class Holding:
    """An investment made, exited ones included (A1), at original cost."""

    company: str | None = None
    cost_hkd: Decimal | None = None
    is_hong_kong: bool | None = None
    has_it_establishment: bool | None = None
    is_ecosystem: bool | None = None


@dataclass(frozen=True, slots=True)
class FundFacts:
    """The fund at the moment of the check; `holdings` None means that they are not known."""

    total_commitments_hkd: Decimal | None = None
    holdings: tuple[Holding, ...] | None = None
    investment_period_start_date: datetime.date | None = None
    investment_period_end_date: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """An investment that the GP proposes, tested as of its date (A15)."""

    company: str | None = None
    description: str | None = None
    sector: str | None = None
    stage: str | None = None
    instrument: str | None = None
    activities: tuple[str, ...] | None = None
    is_listed: bool | None = None
    is_secondary: bool | None = None
    amount_hkd: Decimal | None = None
    is_start_up: bool | None = None
    is_hong_kong: bool | None = None
    has_it_establishment: bool | None = None
    is_ecosystem: bool | None = None
    hong_kong_spend_undertaken_hkd: Decimal | None = None
    date: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One rule's answer. `severity` says what a breach stops; `headroom_hkd` is None where the rule has no measure."""

    rule: str
    clause: str
    status: str
    severity: str
    code: str
    template: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    headroom_hkd: Decimal | None = None

    @property
    def message(self) -> str:
        """The sentence in English, facts filled in."""
        return fill(self.template, self.facts)

    def as_json(self) -> dict[str, Any]:
        """The outcome as the contract prints it."""
        return {
            "rule": self.rule,
            "clause": self.clause,
            "status": self.status,
            "severity": self.severity,
            "code": self.code,
            "message": self.message,
            "facts": plain(self.facts),
            "headroom_hkd": plain(self.headroom_hkd),
        }


def passed(term: Term, template: str, *, headroom_hkd: Decimal | None = None, **facts: Any) -> Outcome:
    """This function will say that a rule is met."""
    return Outcome(term.rule, term.clause, PASS, term.severity, "met", template, facts, headroom_hkd)


def breached(
    term: Term,
    code: str,
    template: str,
    *,
    severity: str | None = None,
    headroom_hkd: Decimal | None = None,
    **facts: Any,
) -> Outcome:
    """This function will say that a rule is broken, with the term's severity unless another is named."""
    return Outcome(term.rule, term.clause, BREACH, severity or term.severity, code, template, facts, headroom_hkd)


def unknown(term: Term, *missing: str, **facts: Any) -> Outcome:
    """This function will say that a rule cannot be judged until the facts named are on record."""
    named = {"missing": missing, **facts}
    return Outcome(term.rule, term.clause, NEEDS_EVIDENCE, term.severity, "facts_missing", EVIDENCE_TEMPLATE, named)


def to_be_shown(term: Term, code: str, template: str, **facts: Any) -> Outcome:
    """This function will say that what is on record does not settle a rule: a document must."""
    return Outcome(term.rule, term.clause, NEEDS_EVIDENCE, term.severity, code, template, facts)
