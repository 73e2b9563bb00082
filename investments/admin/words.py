"""Words of the staff's pages on this floor: the states of an investment, what a breach would do."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from investments.rules import lifecycle, spending
from investments.rules.facts import PASS
from investments.rules.restrictions import CURES
from itvf.admin_records import read_facts, tag_of
from itvf.errors import Breach
from itvf.presentation import rate
from itvf.words import breach_text

STATES = {
    lifecycle.HELD: _("held"),
    lifecycle.PARTLY_REALISED: _("partly realised"),
    lifecycle.REALISED: _("realised"),
    lifecycle.WRITTEN_OFF: _("written off"),
}
SEVERITY = {
    "refuse": _("stop a no objection"),
    "consent": _("need a recorded consent"),
    "notify": _("be shown only"),
}
PROGRESS = {
    spending.NOT_BEGUN: _("not begun"),
    spending.ON_TRACK: _("on track"),
    spending.BEHIND: _("behind"),
    spending.SHORT: _("short"),
    spending.MET: _("met"),
}
PROGRESS_TONES = {spending.BEHIND: "late", spending.SHORT: "breach", spending.MET: "pass", spending.ON_TRACK: "open"}
STATE_TONES = {lifecycle.HELD: "active", lifecycle.REALISED: "closed", lifecycle.PARTLY_REALISED: "part_paid"}


def state_tag(state: str):
    """This function will give the coloured words of where an investment stands."""
    return tag_of(STATE_TONES.get(state, "failed"), STATES[state])


def progress_tag(status: str):
    """This function will give the coloured words of how Hong Kong spend goes."""
    return tag_of(PROGRESS_TONES.get(status, "waiting"), PROGRESS[status])


def outcome_sentence(outcome) -> str:
    """This function will say what a kept outcome says, in the reader's language."""
    return _worded(outcome, outcome.template)


def outcome_cure(outcome) -> str:
    """This function will say what would cure a kept outcome, or nothing where nothing is to be cured."""
    cure = "" if outcome.status == PASS else CURES.get(outcome.code, "")
    return _worded(outcome, cure) if cure else ""


def _worded(outcome, template: str) -> str:
    """A sentence filled with the outcome's facts, rates as percentages."""
    facts = {
        name: rate(value) if name.endswith("_rate") and isinstance(value, Decimal) else value
        for name, value in read_facts(outcome.facts).items()
    }
    return breach_text(Breach(outcome.code, template, outcome.rule, outcome.clause, facts))


def units_text(units: Decimal | None) -> str | None:
    """This function will write a number of units without the places that it does not use."""
    return None if units is None else f"{units.normalize():,f}"
