"""A partner beside one line of a call or distribution: what was called and unfunded before it and after it (A11, A20).

"call-12/called-before" is of a call's line, "distribution-12/unfunded-after" of a distribution's.
"""

from fractions import Fraction

from funds.models import CallLine, DistributionLine
from itvf.derivation import EXACT_HKD, Derivation, exact, rounding
from itvf.errors import gettext_noop
from itvf.money import total
from itvf.presentation import name_of
from reporting.explain import calls, distributions
from reporting.explain.holdings import number_of
from reporting.explain.question import Question, missing

NAMES = {
    "commitment": gettext_noop("Commitment"),
    "outside": gettext_noop("Of it outside commitment"),
    "called-before": gettext_noop("Called before"),
    "called-after": gettext_noop("Called after"),
    "unfunded-before": gettext_noop("Unfunded before"),
    "unfunded-after": gettext_noop("Unfunded after"),
    "recallable": gettext_noop("Recallable part of it"),
}
OF_CALL = gettext_noop("{partner}, call {number}: {figure}")
OF_DISTRIBUTION = gettext_noop("{partner}, distribution {number}: {figure}")
AT_ISSUE = gettext_noop("Kept with the line as it stood when it was issued; the balance of any day opens by itself.")
INSIDE = gettext_noop("Called inside its commitment")
LESS_INSIDE = gettext_noop("Less: called inside its commitment")
LESS_CALLED = gettext_noop("Less: called before")
RESTORED = gettext_noop("Restored by recallable distributions and transfers")
SHARED = gettext_noop("What is recallable of the distribution x its part of the capital given back, unrounded")
WHOLE = gettext_noop("Recallable of the distribution, as drafted")
OWN_CAPITAL = gettext_noop("Capital given back to it")
ALL_CAPITAL = gettext_noop("Capital given back to all partners")
GIVEN_BACK = gettext_noop("Restored by this distribution: recallable, or called capital given back")
KINDS = {"call": ("commitment", "outside", "called-before", "called-after", "unfunded-before", "unfunded-after")}
KINDS["distribution"] = ("unfunded-before", "unfunded-after", "recallable")


def figure(question: Question) -> Derivation:
    """One figure beside a line that the reader may see."""
    asked, _, name = question.of.partition("/")
    kind, _, pk = asked.partition("-")
    if name not in KINDS.get(kind, ()):
        raise missing()
    lines = calls.issued_lines(question) if kind == "call" else distributions.told_lines(question)
    line = lines.filter(pk=number_of(pk)).select_related("partner", f"{kind}__entry").first()
    if line is None:
        raise missing()
    about = {"facts": {"partner": name_of(line.partner), "figure": question.say(NAMES[name])}, "assumptions": ("A11",)}
    about["facts"]["number"] = getattr(line, kind).number
    value = getattr(line, f"{name.replace('-', '_')}_hkd")
    if kind == "call":
        return Derivation("standing", OF_CALL, value, **_of_call(line, name), **about)
    about["assumptions"] = ("A20",)
    return Derivation("standing", OF_DISTRIBUTION, value, **_of_distribution(line, name), **about)


def _of_call(line: CallLine, name: str) -> dict:
    partner = str(line.partner_id)
    if name == "commitment":
        return {"opens": ("committed", partner), "note": AT_ISSUE}
    if name == "outside":
        return {"opens": ("call-line", f"{line.pk:d}")}
    if name == "called-before":
        return {"opens": ("called", partner), "note": AT_ISSUE}
    own = f"call-{line.pk:d}"
    if name == "unfunded-before":
        parts = [
            Derivation(
                "commitment", NAMES["commitment"], line.commitment_hkd, opens=("line-standing", f"{own}/commitment")
            ),
            Derivation("called", LESS_CALLED, -line.called_before_hkd, opens=("line-standing", f"{own}/called-before")),
        ]
        restored = total([line.unfunded_before_hkd, *(-part.value for part in parts)])
        if restored:
            parts.append(Derivation("restored", RESTORED, restored, opens=("recallable", partner)))
        return {"parts": tuple(parts), "is_sum": True, "note": AT_ISSUE}
    before, sign, label = (
        ("called-before", 1, INSIDE) if name == "called-after" else ("unfunded-before", -1, LESS_INSIDE)
    )
    value = getattr(line, f"{before.replace('-', '_')}_hkd")
    parts = (
        Derivation("before", NAMES[before], value, opens=("line-standing", f"{own}/{before}")),
        Derivation("inside", label, sign * line.amount_hkd, opens=("call-line", f"{line.pk:d}")),
    )
    return {"parts": parts, "is_sum": True}


def _of_distribution(line: DistributionLine, name: str) -> dict:
    further = ("distribution-line", f"{line.pk:d}")
    if name == "unfunded-before":
        return {"opens": ("unfunded", str(line.partner_id)), "note": AT_ISSUE}
    if name == "recallable":
        return {"parts": _recallable(line), "is_sum": True}
    restored = total([line.unfunded_after_hkd, -line.unfunded_before_hkd])
    own = f"distribution-{line.pk:d}/unfunded-before"
    parts = (
        Derivation("before", NAMES["unfunded-before"], line.unfunded_before_hkd, opens=("line-standing", own)),
        Derivation("restored", GIVEN_BACK, restored, opens=further),
    )
    return {"parts": parts, "is_sum": True}


def _recallable(line: DistributionLine) -> tuple[Derivation, ...]:
    """Its part of what the draft calls recallable, by the capital that goes back."""
    given, capital = line.distribution, total(line.distribution.lines.values_list("capital_hkd", flat=True))
    if not line.recallable_hkd:
        return ()
    exact_part = Derivation(
        "exact",
        SHARED,
        exact(Fraction(given.recallable_hkd) * Fraction(line.capital_hkd) / Fraction(capital)),
        EXACT_HKD,
        parts=(
            Derivation("whole", WHOLE, given.recallable_hkd),
            Derivation("own", OWN_CAPITAL, line.capital_hkd, opens=("distribution-line", f"{line.pk:d}")),
            Derivation("all", ALL_CAPITAL, capital),
        ),
    )
    return rounding(line.recallable_hkd, (exact_part,), distributions.CENTS)
