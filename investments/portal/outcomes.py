"""What each rule says of a deal, in the reader's words: status, rule, clause, sentence, facts, headroom."""

import re
from collections.abc import Iterable
from decimal import Decimal

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from investments.models import CheckOutcome
from investments.portal.forms import WORDS
from investments.rules.facts import Outcome
from investments.rules.restrictions import CURES, RESTRICTIONS
from itvf.errors import Breach
from itvf.presentation import hk_date, hkd, rate
from itvf.words import breach_text

Status = CheckOutcome.Status
TONES = {Status.PASS: "good", Status.BREACH: "bad", Status.NEEDS_EVIDENCE: "wait"}
AMOUNT = re.compile(r"-?\d+\.\d\d")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def in_words(outcomes: Iterable[Outcome | CheckOutcome]) -> list[dict]:
    """This function will put outcomes of a check, fresh or kept, into words, those that stop the deal first."""
    shown = [_worded(outcome) for outcome in outcomes]
    order = {Status.BREACH: 0, Status.NEEDS_EVIDENCE: 1, Status.PASS: 2}
    return sorted(shown, key=lambda one: order[one["status"]])


def verdict(shown: list[dict]) -> dict:
    """One sentence over all rules, with its tone."""
    broken = [one["rule"] for one in shown if one["status"] == Status.BREACH]
    open_ = [one["rule"] for one in shown if one["status"] == Status.NEEDS_EVIDENCE]
    if broken:
        words = _("Stopped by {rules}: the Corporation cannot answer no objection to this deal.")
        return {"tone": "bad", "title": _("Against the rules"), "words": words.format(rules=", ".join(broken))}
    if open_:
        words = _("{rules} cannot be judged yet. Until more is shown the Corporation cannot answer no objection.")
        return {"tone": "wait", "title": _("Evidence is missing"), "words": words.format(rules=", ".join(open_))}
    return {"tone": "good", "title": _("Within the rules"), "words": _("Every rule of the mandate is met.")}


def _worded(outcome: Outcome | CheckOutcome) -> dict:
    facts = {name: said(value, name) for name, value in outcome.facts.items()}
    sentence = breach_text(Breach(outcome.code, outcome.template, outcome.rule, outcome.clause, facts))
    return {
        "status": outcome.status,
        "label": Status(outcome.status).label,
        "tone": TONES[outcome.status],
        "rule": outcome.rule,
        "title": _(RESTRICTIONS[outcome.restriction].title) if outcome.restriction in RESTRICTIONS else "",
        "cure": _cure(outcome, facts),
        "clause": outcome.clause,
        "sentence": sentence,
        "facts": [(name, value) for name, value in facts.items() if value not in (None, "", [])],
        "headroom": None if outcome.headroom_hkd is None else hkd(outcome.headroom_hkd),
    }


def _cure(outcome: Outcome | CheckOutcome, facts: dict) -> str:
    """What would cure a breach or settle a question, in the reader's language; empty where the rule is met."""
    template = "" if outcome.status == Status.PASS else CURES.get(outcome.code, "")
    return breach_text(Breach(outcome.code, template, outcome.rule, outcome.clause, facts)) if template else ""


def said(value, name: str = ""):
    """A fact as a reader knows it: codes in words; rates, amounts and dates that JSON kept as text are read back."""
    if name.endswith("_rate") and value is not None:
        return rate(Decimal(value))
    if isinstance(value, (list, tuple)):
        return [said(item) for item in value]
    if not isinstance(value, str):
        return hk_date(value) if hasattr(value, "isoformat") else value
    if AMOUNT.fullmatch(value):
        return Decimal(value)
    if DAY.fullmatch(value):
        return hk_date(parse_date(value))
    return str(WORDS.get(value, value))
