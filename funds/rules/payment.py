"""What the Corporation asks of a drawdown notice before it pays, and who may authorise how much (R14, R20, A23)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from funds.rules.allocation import Line, Position, split_call
from itvf.errors import Breach, gettext_noop
from itvf.money import ZERO, total

GOVERNMENT_PAYS = "Annex 3 para 2"


# What the Corporation answered to a deal that a call names; of one that names none nothing is known.
ANSWERED, WAITING, STOPPED, UNNAMED = "answered", "waiting", "stopped", "unnamed"
DEALS = "deals_answered"


@dataclass(frozen=True, slots=True)
class Use:
    """One investment that a call is for, in HK$: what is asked now and in all, and what its deal may cost."""

    label: str
    amount_hkd: Decimal
    state: str
    allowed_hkd: Decimal | None
    called_hkd: Decimal


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's answer: `pass`, `fail` or `needs_evidence`, with the facts that show it."""

    code: str
    outcome: str
    template: str
    rule: str = ""
    clause: str = ""
    facts: dict | None = None


@dataclass(frozen=True, slots=True)
class Gross:
    """What the Government pays into a fund in all, in HK$: before this notice, its commitment, authorised beyond it."""

    before_hkd: Decimal
    commitment_hkd: Decimal
    authorised_hkd: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What is on record of a notice and its fund when the Corporation checks it. Amounts in HK$.

    `line_hkd` is inside the commitment, `outside_hkd` what the agreement calls beside it; `by_purpose_hkd` is both,
    worked out anew, where the call's purposes are shared by bases of their own.
    """

    issued_by_signatory: bool
    signatory: str
    is_admitted: bool
    condition_breaches: tuple[Breach, ...]
    due_date: date
    investment_period_end_date: date
    period_breaches: tuple[Breach, ...]
    line_hkd: Decimal
    call_hkd: Decimal
    positions: tuple[Position, ...]
    government_id: int
    fee_called_hkd: Decimal
    fee_called_to_date_hkd: Decimal
    fee_cap_to_date_hkd: Decimal
    notices_to_all: bool
    partners: int
    bank_account_is_master: bool
    bank_account_ending: str
    unfunded_hkd: Decimal
    bank_balance_hkd: Decimal
    gross: Gross
    uses: tuple[Use, ...] = ()
    suspensions: tuple[Breach, ...] = ()
    true_up_hkd: Decimal | None = None
    by_purpose_hkd: Decimal | None = None
    outside_hkd: Decimal = ZERO
    interest_hkd: Decimal = ZERO
    interest_allowed_hkd: Decimal = ZERO
    set_off_hkd: Decimal = ZERO
    distributed_hkd: Decimal | None = None

    @property
    def to_pay_hkd(self) -> Decimal:
        """What the bank is to pay: the line with its interest, less what a net notice sets off."""
        return total([self.line_hkd, self.outside_hkd, self.interest_hkd, -self.set_off_hkd])


def check_notice(facts: NoticeFacts) -> tuple[Finding, ...]:
    """This function will judge a drawdown notice as the Corporation must before it pays (R20, Annex 3 para 2).

    Authentic and by a signatory; admitted and conditions met (A23); period and purpose in order, and new investment not
    suspended by what happened under the agreement (R27); unfunded; with all paid before, recalls too, within the
    commitment (A20); its line exactly its proportion; the fee part within R14; the same notice to all partners; the
    bank account the master's; each investment's deal answered with no objection; cash. Money not yet received from
    Government is `needs_evidence`, not a failure; so is an investment that names no deal, which a person decides on. Of
    a net notice, what it sets off is within what it distributes.
    """
    return (
        _authentic(facts),
        _admitted(facts),
        _period(facts),
        _not_suspended(facts),
        _deals(facts),
        _unfunded(facts),
        _gross(facts),
        _proportion(facts),
        _fee(facts),
        _same_notice(facts),
        _bank(facts),
        _cash(facts),
        *((_interest(facts),) if facts.interest_hkd else ()),
        *((_set_off(facts),) if facts.distributed_hkd is not None else ()),
    )


def _judge(code: str, good: bool, template_good: str, template_bad: str, rule: str, clause: str, **facts) -> Finding:
    outcome, template = ("pass", template_good) if good else ("fail", template_bad)
    return Finding(code, outcome, template, rule, clause, facts)


def _authentic(facts: NoticeFacts) -> Finding:
    return _judge(
        "authentic",
        facts.issued_by_signatory,
        gettext_noop("The notice was issued by {signatory}, a signatory of the GP."),
        gettext_noop("{signatory} issued the notice and is no signatory of the GP. Hold it and ask the GP."),
        "R20",
        GOVERNMENT_PAYS,
        signatory=facts.signatory,
    )


def _admitted(facts: NoticeFacts) -> Finding:
    missing = tuple(breach.message for breach in facts.condition_breaches)
    return _judge(
        "admitted",
        facts.is_admitted and not missing,
        gettext_noop("The Government is admitted and every condition before its first payment is met."),
        gettext_noop("The Government may not pay yet: {missing}"),
        "A23",
        "assumption",
        missing=missing or "the Government is not admitted",
    )


def _period(facts: NoticeFacts) -> Finding:
    return _judge(
        "period_and_purpose",
        not facts.period_breaches,
        gettext_noop("Due on {due}; the investment period runs to {end}, and the uses are allowed then."),
        gettext_noop("The uses are not allowed on {due}: {found}"),
        "R7",
        "Annex 3 1(f)",
        due=facts.due_date,
        end=facts.investment_period_end_date,
        found=tuple(breach.message for breach in facts.period_breaches),
    )


def _not_suspended(facts: NoticeFacts) -> Finding:
    return _judge(
        "not_suspended",
        not facts.suspensions,
        gettext_noop("Nothing that happened under the agreement suspends what the call is for."),
        gettext_noop("Hold the payment: {found}"),
        "R27",
        facts.suspensions[0].clause if facts.suspensions else GOVERNMENT_PAYS,
        found=tuple(breach.message for breach in facts.suspensions),
    )


def _deals(facts: NoticeFacts) -> Finding:
    """Severity stops a payment as it stops a no objection: no dollar goes out for a deal that was not answered."""
    stopped = [one for one in facts.uses if one.state in (STOPPED, WAITING)]
    beyond = [one for one in facts.uses if one.allowed_hkd is not None and one.called_hkd > one.allowed_hkd]
    unnamed = [one for one in facts.uses if one.state == UNNAMED]
    if stopped:
        template = gettext_noop("The Corporation has not answered no objection to: {deals}. Hold the payment.")
        return _of_deals("fail", template, stopped)
    if beyond:
        template = gettext_noop("More is called than the deal may cost, for: {deals}. Hold the payment.")
        return _of_deals("fail", template, beyond)
    if unnamed:
        template = gettext_noop(
            "{deals}: no deal is named, so a person says why the money may go out before it, or asks the GP."
        )
        return _of_deals("needs_evidence", template, unnamed)
    if not facts.uses:
        return _of_deals("pass", gettext_noop("The call is for no investment."), ())
    return _of_deals("pass", gettext_noop("The Corporation had no objection to: {deals}."), facts.uses)


def _of_deals(outcome: str, template: str, uses: Sequence[Use]) -> Finding:
    return Finding(DEALS, outcome, template, "R20", GOVERNMENT_PAYS, {"deals": tuple(one.label for one in uses)})


def _unfunded(facts: NoticeFacts) -> Finding:
    return _judge(
        "unfunded",
        facts.line_hkd <= facts.unfunded_hkd,
        gettext_noop("HK${line} is within the HK${unfunded} that was unfunded."),
        gettext_noop("HK${line} is more than the HK${unfunded} that was unfunded. Hold the notice."),
        "R6",
        "Annex 3 1(e)",
        line=facts.line_hkd,
        unfunded=facts.unfunded_hkd,
    )


def _gross(facts: NoticeFacts) -> Finding:
    """A recall restores unfunded, not this: gross payments pass the commitment only with recorded authority (A20)."""
    gross = facts.gross
    after = total([gross.before_hkd, facts.line_hkd, facts.outside_hkd])
    return _judge(
        "gross_within_commitment",
        after <= total([gross.commitment_hkd, gross.authorised_hkd]),
        gettext_noop("With it the Government pays {after_hkd} in all, within its commitment of {commitment_hkd}."),
        gettext_noop(
            "With it the Government pays {after_hkd} in all; its commitment is {commitment_hkd} and {authorised_hkd} "
            "is authorised beyond it. Hold the notice until the authority is recorded."
        ),
        "A20",
        "assumption",
        after_hkd=after,
        commitment_hkd=gross.commitment_hkd,
        authorised_hkd=gross.authorised_hkd,
    )


def _proportion(facts: NoticeFacts) -> Finding:
    line = total([facts.line_hkd, facts.outside_hkd])
    exact = facts.true_up_hkd if facts.by_purpose_hkd is None else facts.by_purpose_hkd
    if exact is None:
        exact = government_line(facts.call_hkd, facts.positions, facts.government_id).amount_hkd
    return _judge(
        "proportion",
        line == exact,
        gettext_noop("The line is exactly the Government's proportion of HK${call}: HK${exact}."),
        gettext_noop("The line is HK${line}; the Government's proportion of HK${call} is HK${exact}. Hold the notice."),
        "R20",
        GOVERNMENT_PAYS,
        line=line,
        call=facts.call_hkd,
        exact=exact,
    )


def _interest(facts: NoticeFacts) -> Finding:
    return _judge(
        "interest_authorised",
        facts.interest_hkd <= facts.interest_allowed_hkd,
        gettext_noop("Recorded authority covers the true-up's interest of {interest_hkd}."),
        gettext_noop(
            "The notice asks for {interest_hkd} of true-up interest, which the Government pays only with recorded "
            "authority; {allowed_hkd} of it is left by earlier notices. Record it, or hold the notice."
        ),
        "A13",
        "assumption",
        interest_hkd=facts.interest_hkd,
        allowed_hkd=facts.interest_allowed_hkd,
    )


def _fee(facts: NoticeFacts) -> Finding:
    return _judge(
        "fee_within_cap",
        facts.fee_called_to_date_hkd <= facts.fee_cap_to_date_hkd,
        gettext_noop("Fees called to date, HK${called}, are within the cap to the quarter's end, HK${cap}."),
        gettext_noop(
            "Fees called to date, HK${called}, are above what R14 allows to the quarter's end, HK${cap}. "
            "Query the notice: the fee is charged on money invested, not on commitments."
        ),
        "R14",
        "Annex 3 1(k)(i)",
        called=facts.fee_called_to_date_hkd,
        cap=facts.fee_cap_to_date_hkd,
        in_this_call=facts.fee_called_hkd,
    )


def _same_notice(facts: NoticeFacts) -> Finding:
    return _judge(
        "same_notice",
        facts.notices_to_all,
        gettext_noop("The same notice went to all {partners} partners."),
        gettext_noop("Not all {partners} partners were given the same notice. Hold it."),
        "R20",
        GOVERNMENT_PAYS,
        partners=facts.partners,
    )


def _bank(facts: NoticeFacts) -> Finding:
    return _judge(
        "bank_account",
        facts.bank_account_is_master,
        gettext_noop("The bank account ending {ending} is the confirmed one of the fund."),
        gettext_noop("The bank account ending {ending} is not the confirmed one of the fund. Freeze the payment."),
        "R20",
        GOVERNMENT_PAYS,
        ending=facts.bank_account_ending,
    )


def _set_off(facts: NoticeFacts) -> Finding:
    return _judge(
        "set_off",
        facts.set_off_hkd <= facts.distributed_hkd,
        gettext_noop(
            "Of {gross_hkd} called, {set_off_hkd} is set off against {distributed_hkd}; {to_pay_hkd} is paid."
        ),
        gettext_noop("{set_off_hkd} is set off against {distributed_hkd}, which is less. Hold the notice."),
        "R20",
        GOVERNMENT_PAYS,
        gross_hkd=total([facts.line_hkd, facts.outside_hkd, facts.interest_hkd]),
        set_off_hkd=facts.set_off_hkd,
        distributed_hkd=facts.distributed_hkd,
        to_pay_hkd=facts.to_pay_hkd,
    )


def _cash(facts: NoticeFacts) -> Finding:
    if facts.bank_balance_hkd >= facts.to_pay_hkd:
        template = gettext_noop("The Corporation's bank holds HK${balance}; HK${line} is to be paid.")
        return Finding(
            "cash", "pass", template, "R1", "para 12", {"balance": facts.bank_balance_hkd, "line": facts.to_pay_hkd}
        )
    template = gettext_noop(
        "The Corporation's bank holds HK${balance}; HK${line} is to be paid. Ask Government for HK${short}."
    )
    short = facts.to_pay_hkd - facts.bank_balance_hkd
    return Finding(
        "cash",
        "needs_evidence",
        template,
        "R1",
        "para 12",
        {"balance": facts.bank_balance_hkd, "line": facts.to_pay_hkd, "short": short},
    )


def government_line(call_hkd: Decimal, positions: Sequence[Position], government_id: int) -> Line:
    """This function will compute the Government's line of a call anew, independent of what was issued."""
    return next(line for line in split_call(call_hkd, positions).lines if line.id == government_id)


def check_authorisation(
    amount_hkd: Decimal, *, limit_hkd: Decimal, limits_before_hkd: Sequence[Decimal]
) -> tuple[Breach, ...]:
    """This function will judge whether an officer's authorisation, with the ones before it, carries an amount.

    A payment takes two officers of the limit table in force; the limit of at least one must cover the
    whole amount, so the second is refused where neither does.
    """
    if not limits_before_hkd or max(limit_hkd, *limits_before_hkd) >= amount_hkd:
        return ()
    return (
        Breach(
            "limit_too_low",
            gettext_noop(
                "HK${amount} is above both authorising officers' limits (HK${highest} the higher); "
                "one of the two must be an officer whose limit covers it."
            ),
            "R20",
            GOVERNMENT_PAYS,
            {"amount": amount_hkd, "highest": max(limit_hkd, *limits_before_hkd)},
        ),
    )
