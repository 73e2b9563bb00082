"""What the restriction checks look at, and how each answers. None is a fact not known yet, never a no."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from funds.rules.terms import Term
from investments.rules.restrictions import CURES, named_by
from itvf.errors import fill, gettext_noop, plain

PASS = "pass"  # noqa: S105 (a status, not a secret)
BREACH = "breach"
NEEDS_EVIDENCE = "needs_evidence"

EVIDENCE_TEMPLATE = gettext_noop("Not known yet, and the answer depends on it: {missing}.")


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
    """The fund at the moment of the check; `holdings` None means that they are not known.

    `promised` is money agreed and not paid yet: each rule counts it where it would use that rule's headroom, and not
    where it would give some. `suspended_by` is the agreement's clause under which new investment stops, as it does from
    a key-person event to its end.
    """

    total_commitments_hkd: Decimal | None = None
    holdings: tuple[Holding, ...] | None = None
    investment_period_start_date: datetime.date | None = None
    investment_period_end_date: datetime.date | None = None
    follow_ons_after_period: bool = False
    promised: tuple[Holding, ...] = ()
    suspended_since: datetime.date | None = None
    suspended_by: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An investment that the GP proposes, tested as of its date (A15).

    `is_held` says whether the fund holds the company already; where it is None the holdings' names say so. The ids
    tell companies and groups apart for the agreement's limits. `hsic` and `documents` are judged where they are given.
    """

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
    is_follow_on: bool | None = False
    is_held: bool | None = None
    is_bridge: bool | None = False
    company_id: str | None = None
    group_id: str | None = None
    hsic: tuple[str, ...] | None = None
    documents: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One rule's answer. `severity` says what a breach stops; `headroom_hkd` is None where the rule has no measure.

    `template` says what was found, `cure` what would put it right; both are filled from the facts.
    """

    rule: str
    clause: str
    status: str
    severity: str
    code: str
    template: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    headroom_hkd: Decimal | None = None
    restriction: str = ""
    cure: str = ""

    @property
    def message(self) -> str:
        """What was found and what would cure it, in English, facts filled in."""
        return " ".join(fill(template, self.facts) for template in (self.template, self.cure) if template)

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
            "restriction": self.restriction,
            "cure": fill(self.cure, self.facts) if self.cure else "",
        }


def passed(term: Term, template: str, *, headroom_hkd: Decimal | None = None, **facts: Any) -> Outcome:
    """This function will say that a rule is met."""
    return _outcome(term, PASS, "met", template, facts, headroom_hkd=headroom_hkd)


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
    return _outcome(term, BREACH, code, template, facts, severity=severity, headroom_hkd=headroom_hkd)


def unknown(term: Term, *missing: str, **facts: Any) -> Outcome:
    """This function will say that a rule cannot be judged until the facts named are on record."""
    return _outcome(term, NEEDS_EVIDENCE, "facts_missing", EVIDENCE_TEMPLATE, {"missing": missing, **facts})


def to_be_shown(term: Term, code: str, template: str, **facts: Any) -> Outcome:
    """This function will say that what is on record does not settle a rule: a document or a person must."""
    return _outcome(term, NEEDS_EVIDENCE, code, template, facts)


def _outcome(
    term: Term,
    status: str,
    code: str,
    template: str,
    facts: Mapping[str, Any],
    *,
    severity: str | None = None,
    headroom_hkd: Decimal | None = None,
) -> Outcome:
    return Outcome(
        rule=term.rule,
        clause=term.clause,
        status=status,
        severity=severity or term.severity,
        code=code,
        template=template,
        facts=facts,
        headroom_hkd=headroom_hkd,
        restriction=named_by(term).id,
        cure=CURES.get(code, ""),
    )
