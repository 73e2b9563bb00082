"""When a fund has ended: nothing held, nothing owed either way, carry settled, cash kept back is named (R7, A6).

Worked example, as the test has it: cash of HK$50,000.00 kept back for the last audit is in order where it is named; a
cent more or less in the bank is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from itvf.errors import Breach, gettext_noop
from itvf.money import ZERO, total

RULE, CLAUSE = "R27", "Annex 3 para 2"
ASSETS = ("investment_at_cost", "investment_converted", "investment_unrealised", "escrow_receivable")
OWED_TO_IT = ("call_receivable", "late_interest_receivable")
OWED_BY_IT = (
    "suspense",
    "fee_payable",
    "fee_offset_payable",
    "expense_payable",
    "facility_loan",
    "facility_payable",
    "distribution_payable",
    "withholding_payable",
    "equalisation",
)
WORDS = {
    "assets_left": gettext_noop("Investments and escrow of {amount_hkd} still stand in the books; sell or write off."),
    "owed_to_the_fund": gettext_noop("Partners still owe {amount_hkd} of calls and late interest; collect it first."),
    "owed_by_the_fund": gettext_noop(
        "{amount_hkd} still stands as owed by the fund or in suspense: pay distributions, fees, costs, tax, lenders."
    ),
    "fee_not_accrued": gettext_noop(
        "Management fee of {amount_hkd} of quarters that are over is not accrued; accrue those quarters first."
    ),
    "carry_in_escrow": gettext_noop("Carry of {amount_hkd} is still in escrow; release it, or give it back."),
    "clawback_owed": gettext_noop("The general partner still owes {amount_hkd} of clawback; it is given back first."),
    "carry_to_pass_on": gettext_noop("{amount_hkd} of carry came back and has not gone on to the partners yet."),
}
CASH_DIFFERS = gettext_noop("The bank holds {cash_hkd} and {reserve_hkd} is to be kept back; distribute the rest.")
RESERVE_NOT_NAMED = gettext_noop("Say what the cash of {reserve_hkd} is kept back for.")
OFFSETS_NOT_SETTLED = gettext_noop(
    "Company fees set off for partners were not used up: {amount_hkd}. Say, with the clause or the payment, whether "
    "the manager paid it to them or it lapsed."
)
DRAFTS_STAND = gettext_noop("{what} is still a draft; issue or withdraw it first.")
MOVED_AFTER = gettext_noop("The books have an entry of {last}; the fund can't have ended on {ended} before it.")


@dataclass(frozen=True, slots=True)
class Facts:
    """A fund's books as it ends, in HK$. `balances` are by account's code, debits positive; `drafts` are named."""

    ended: date
    balances: Mapping[str, Decimal]
    reserve_hkd: Decimal = ZERO
    reserve_for: str = ""
    clawback_hkd: Decimal = ZERO
    carry_held_hkd: Decimal = ZERO
    fees_hkd: Decimal = ZERO
    offsets_hkd: Decimal = ZERO
    offsets_said: bool = False
    last_entry: date | None = None
    drafts: tuple[str, ...] = ()


def check(facts: Facts) -> tuple[Breach, ...]:
    """This function will say what stands against the end of a fund, everything at once; nothing where it has ended.

    Amounts are absolute: an account that should be empty is named by what stands on it, whichever side.
    """
    held = {
        "assets_left": _stands(facts, ASSETS),
        "owed_to_the_fund": _stands(facts, OWED_TO_IT),
        "owed_by_the_fund": _stands(facts, OWED_BY_IT),
        "fee_not_accrued": facts.fees_hkd,
        "carry_in_escrow": _stands(facts, ("carry_escrow",)),
        "clawback_owed": facts.clawback_hkd,
        "carry_to_pass_on": facts.carry_held_hkd,
    }
    found = [_breach(code, WORDS[code], amount_hkd=amount) for code, amount in held.items() if amount]
    cash = facts.balances.get("cash", ZERO)
    if cash != facts.reserve_hkd:
        found.append(_breach("cash_differs", CASH_DIFFERS, cash_hkd=cash, reserve_hkd=facts.reserve_hkd))
    if facts.reserve_hkd and not facts.reserve_for.strip():
        found.append(_breach("reserve_not_named", RESERVE_NOT_NAMED, reserve_hkd=facts.reserve_hkd))
    if facts.offsets_hkd and not facts.offsets_said:
        found.append(_breach("offsets_not_settled", OFFSETS_NOT_SETTLED, amount_hkd=facts.offsets_hkd))
    found += [_breach("draft_stands", DRAFTS_STAND, what=what) for what in facts.drafts]
    if facts.last_entry and facts.last_entry > facts.ended:
        found.append(_breach("moved_after", MOVED_AFTER, last=facts.last_entry, ended=facts.ended))
    return tuple(found)


def _stands(facts: Facts, codes: tuple[str, ...]) -> Decimal:
    return total(abs(facts.balances.get(code, ZERO)) for code in codes)


def _breach(code: str, template: str, **figures) -> Breach:
    return Breach(code, template, RULE, CLAUSE, figures)
