"""What each rule says of a deal, in the reader's words: status, clause, sentence, cure, and the figures it rests on."""

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.models import RecordedBreach
from investments.models import CheckOutcome, Consent
from investments.portal.forms import WORDS
from investments.rules.facts import Outcome
from investments.rules.hong_kong import NOTIFY
from investments.rules.restrictions import CURES, RESTRICTIONS
from investments.services import investments
from itvf.errors import Breach
from itvf.money import quantise
from itvf.presentation import hk_date, hkd, rate
from itvf.words import breach_text

Status = CheckOutcome.Status
TONES = {Status.PASS: "good", Status.BREACH: "bad", Status.NEEDS_EVIDENCE: "wait"}
AMOUNT = re.compile(r"-?\d+\.\d\d")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
# The groups in which outcomes are read, what stops the deal first.
FIRST, CONSENT, OPEN, MET = "first", "consent", "open", "met"
GROUPS = {
    FIRST: gettext_lazy("To be settled first"),
    CONSENT: gettext_lazy("Needs a consent"),
    OPEN: gettext_lazy("Does not stop the deal"),
    MET: gettext_lazy("Met"),
}
CONSENTED_BY = {
    Consent.GivenBy.CORPORATION: gettext_lazy("The Corporation may consent to it."),
    Consent.GivenBy.PARTNERS_COMMITTEE: gettext_lazy("Only the partners' advisory committee may consent to it."),
}
# The facts that are shown as named amounts; what is left of an outcome's facts stands below them.
MEASURED = ("numerator_hkd", "denominator_hkd", "minimum_rate", "limit_rate", "limit_hkd", "required_hkd", "room_hkd")
HEADROOMS = {
    "headroom_on_cost_hkd": gettext_lazy("Headroom on cost"),
    "headroom_on_commitments_hkd": gettext_lazy("Headroom on commitments"),
}
REPEATED = ("inside_hkd", "amount_hkd", "undertaken_hkd")


def in_words(outcomes: Iterable[Outcome | CheckOutcome], consents: Iterable[Consent] = ()) -> list[dict]:
    """This function will put outcomes of a check, fresh or kept, into words, those that stop the deal first."""
    consents, order = list(consents), list(GROUPS)
    shown = [_worded(outcome, consents) for outcome in outcomes]
    return sorted(shown, key=lambda one: (order.index(one["group"]), one["status"] != Status.BREACH))


def grouped(shown: list[dict]) -> list[dict]:
    """The outcomes under the title of each group, empty groups left out."""
    groups = (
        {"title": title, "outcomes": [one for one in shown if one["group"] == key]} for key, title in GROUPS.items()
    )
    return [group for group in groups if group["outcomes"]]


def verdict(shown: list[dict]) -> dict:
    """What all rules say together, with its tone: what is broken goes before what waits for a consent or evidence."""
    broken = _rules(one for one in shown if one["group"] == FIRST and one["status"] == Status.BREACH)
    waiting = _rules(one for one in shown if one["group"] == CONSENT)
    unknown = _rules(one for one in shown if one["group"] == FIRST and one["status"] == Status.NEEDS_EVIDENCE)
    stopped = _("Stopped by {rules}: the Corporation cannot answer no objection to this deal.")
    consent = _("{rules}: until a consent is on record the Corporation cannot answer no objection.")
    evidence = _("{rules} cannot be judged yet. Until more is shown the Corporation cannot answer no objection.")
    said = [(stopped, broken), (consent, waiting), (evidence, unknown)]
    words = " ".join(sentence.format(rules=rules) for sentence, rules in said if rules)
    if broken:
        return {"tone": "bad", "title": _("Against the rules"), "words": words}
    if waiting:
        return {"tone": "bad", "title": _("A consent is needed"), "words": words}
    if unknown:
        return {"tone": "wait", "title": _("Evidence is missing"), "words": words}
    if any(one["group"] == OPEN for one in shown):
        words = _("No rule stops the deal; what a consent lifts and what is a notice only stands first below.")
        return {"tone": "info", "title": _("Nothing stops it"), "words": words}
    return {"tone": "good", "title": _("Within the rules"), "words": _("Every rule of the mandate is met.")}


def _rules(shown: Iterable[dict]) -> str:
    """The rules of some outcomes, each once."""
    return ", ".join(dict.fromkeys(one["rule"] for one in shown))


def _worded(outcome: Outcome | CheckOutcome, consents: list[Consent]) -> dict:
    facts = {name: said(value, name) for name, value in outcome.facts.items()}
    sentence = breach_text(Breach(outcome.code, outcome.template, outcome.rule, outcome.clause, facts))
    figures = _figures(outcome)
    told = (*MEASURED, *HEADROOMS, *REPEATED) if figures else ()
    group = _group(outcome, consents)
    return {
        "restriction": outcome.restriction,
        "of": getattr(outcome, "pk", None),
        "status": outcome.status,
        "group": group,
        "label": Status(outcome.status).label,
        "tone": TONES[outcome.status] if group != OPEN else "info",
        "rule": outcome.rule,
        "title": _(RESTRICTIONS[outcome.restriction].title) if outcome.restriction in RESTRICTIONS else "",
        "cure": _cure(outcome, facts, group),
        "leave": _leave(outcome, group),
        "clause": outcome.clause,
        "sentence": sentence,
        "figures": figures,
        "is_on_both_bases": any(name in facts for name in HEADROOMS),
        "facts": [
            (name, value, name.endswith(("_hkd", "_rate")))
            for name, value in facts.items()
            if value not in (None, "", []) and name not in told
        ],
    }


def _group(outcome: Outcome | CheckOutcome, consents: list[Consent]) -> str:
    """Where an outcome is read; what is not known is to be shown before anybody consents to it."""
    if outcome.status == Status.PASS:
        return MET
    if not investments.stops(outcome, consents):
        return OPEN
    is_consent_enough = outcome.status == Status.BREACH and outcome.severity == CONSENT
    return CONSENT if is_consent_enough else FIRST


def _leave(outcome: Outcome | CheckOutcome, group: str) -> str:
    """By whose leave a broken rule does not stop the deal, or could not."""
    if group == CONSENT:
        return str(CONSENTED_BY[RESTRICTIONS[outcome.restriction].consented_by])
    if group == OPEN:
        return _("A notice only.") if outcome.severity == NOTIFY else _("A consent in force lifts it.")
    return ""


def _figures(outcome: Outcome | CheckOutcome) -> list[dict]:
    """What was measured, against what, the limit and what is left: named amounts, those below zero marked."""
    facts, restriction = outcome.facts, RESTRICTIONS.get(outcome.restriction)
    if facts.get("numerator_hkd") is None or restriction is None:
        return [] if outcome.headroom_hkd is None else [_figure(_("Headroom"), outcome.headroom_hkd)]
    numerator, denominator = Decimal(facts["numerator_hkd"]), Decimal(facts["denominator_hkd"])
    found = [_figure(_(restriction.numerator), numerator), _figure(_(restriction.denominator), denominator)]
    found.append(_limit(facts, denominator))
    headrooms = {label: facts[name] for name, label in HEADROOMS.items() if facts.get(name) is not None}
    if not headrooms and outcome.headroom_hkd is not None:
        headrooms = {_("Headroom"): outcome.headroom_hkd}
    return found + [_figure(label, left) for label, left in headrooms.items()]


def _limit(facts, denominator: Decimal) -> dict:
    """The least or the most that is allowed: as a rate, and as the amount that it is of the denominator."""
    if facts.get("limit_rate") is not None:
        label, of, amount = _("At most {rate} of it"), Decimal(facts["limit_rate"]), facts.get("limit_hkd")
    else:
        label, of, amount = _("At least {rate} of it"), Decimal(facts["minimum_rate"]), facts.get("required_hkd")
    amount = quantise(Fraction(of) * Fraction(denominator), mode="half_up") if amount is None else amount
    return _figure(label.format(rate=rate(of)), amount)


def _figure(label, value) -> dict:
    return {"label": label, "amount": hkd(Decimal(value)), "is_short": Decimal(value) < 0}


def _cure(outcome: Outcome | CheckOutcome, facts: dict, group: str) -> str:
    """What would cure a breach or settle a question; empty where the rule is met or a consent lifts it."""
    is_settled = group == MET or (group == OPEN and outcome.severity != NOTIFY)
    template = "" if is_settled else CURES.get(outcome.code, "")
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


def found_in_words(found: RecordedBreach) -> str:
    """This function will say what the register of breaches has found, in the reader's language where that was kept."""
    if not found.sentence:
        return found.message
    facts = {name: said(value, name) for name, value in found.facts.items()}
    try:
        return breach_text(Breach(found.code, found.sentence, found.rule, found.clause, facts))
    except (KeyError, IndexError):  # a sentence whose facts were not kept with it
        return found.message
