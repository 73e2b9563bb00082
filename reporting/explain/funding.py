"""The Corporation's money by financial year, what waits, and its book against the funds': row by row, with entries.

"funding-2025-requested" is of the year from 1 April 2025, "funding-waiting-0" of the youngest age band, "tie-paid-12"
of a fund. As known at a moment, requests stand in the stages that they had then, and both books end there.
"""

from collections.abc import Callable
from datetime import date, datetime

from funds import corporation_ties, funding_years, selectors
from funds.models import (
    Book,
    FundingReceipt,
    FundingRequest,
    LedgerAccount,
    PaymentCase,
)
from funds.rules.funding import BANDS
from itvf.dates import financial_year, financial_year_label
from itvf.derivation import Derivation
from itvf.errors import gettext_noop
from itvf.money import total
from itvf.presentation import name_of
from reporting.explain.question import Question, missing

Code, Stage = LedgerAccount.Code, FundingRequest.Stage
Moment = datetime | None
ALLOTTED = gettext_noop("Estimate of {year} that counts: {reference}, dated {date}")
REQUESTED = gettext_noop("Requested in {year}; of a request closed short, what came for it")
REQUEST = gettext_noop("{reference}, needed by {date}")
LESS = gettext_noop("Less: {what}")
LEFT = gettext_noop("Left to ask for in {year}")
RECEIVED = gettext_noop("Received in {year}, by bank value date")
RECEIPT = gettext_noop("{date}: bank reference {reference}")
BALANCE = gettext_noop("Balance of {year}: the estimate less what was received of it")
PAID = gettext_noop("Paid in {year}, by bank value date")
PAYMENT = gettext_noop("{date}: {call}")
WAITING = gettext_noop("Approved and not received, {first} days and more since the approval, on {date}")
ASKED_LESS_CAME = gettext_noop("{reference}: what was asked less what came")
ASKED = gettext_noop("Asked")
CAME = gettext_noop("Less: what came")
TIES = {
    "interest": gettext_noop("The Corporation's interest in {fund}"),
    "accepted": gettext_noop("Notices of {fund} that the Corporation accepted"),
    "payable": gettext_noop("Accepted of {fund} and not paid"),
    "paid": gettext_noop("Paid to {fund} by the Corporation's book"),
    "transit": gettext_noop("Paid to {fund}, and its receipt is not recorded yet"),
    "received": gettext_noop("Received from the Corporation by the book of {fund}"),
    "difference": gettext_noop("What does not tie: paid to {fund}, less in transit, less received"),
}
MOVED = gettext_noop("{date}: {kind}")


def explain(name: str, question: Question) -> Derivation | None:
    """This function will derive a figure of the page of financial years; None where the name is of another family."""
    family, _, rest = name.partition("-")
    if family not in ("funding", "tie"):
        return None
    first, _, second = rest.partition("-")
    if family == "tie":
        return _tie(first, second, question.known_at)
    if first == "waiting":
        return _waiting(second, question.on, question.known_at)
    if second not in OF_YEAR or not (first.isascii() and first.isdigit() and len(first) == 4 and int(first)):
        raise missing()
    return OF_YEAR[second](date(int(first), 4, 1), question.known_at)


# --- a financial year


def _requested(start: date, known_at: Moment) -> Derivation:
    counts = (*funding_years.STANDING, Stage.CLOSED)
    found = [one for one in funding_years.known(known_at) if one.year_start == start and one.stage in counts]
    parts = tuple(
        Derivation(
            "request",
            REQUEST,
            one.received_hkd if one.stage == Stage.CLOSED else one.amount_hkd,
            facts={"reference": one.reference, "date": one.needed_by_date},
        )
        for one in found
    )
    return _sum("requested", REQUESTED, start, parts)


def _received(start: date, known_at: Moment) -> Derivation:
    found = FundingReceipt.objects.filter(value_date__range=financial_year(start)).order_by("value_date", "id")
    if known_at is not None:
        found = found.filter(entry__recorded_at__lte=known_at)
    parts = tuple(
        Derivation(
            "receipt",
            RECEIPT,
            one.amount_hkd,
            facts={"date": one.value_date, "reference": one.bank_reference},
            entries=(one.entry_id,),
        )
        for one in found
    )
    return _sum("received", RECEIVED, start, parts)


def _paid(start: date, known_at: Moment) -> Derivation:
    matched = PaymentCase.objects.filter(stage=PaymentCase.Stage.MATCHED, value_date__range=financial_year(start))
    if known_at is not None:
        matched = matched.filter(paid_entry__recorded_at__lte=known_at)
    parts = tuple(
        Derivation(
            "payment",
            PAYMENT,
            one.amount_hkd,
            facts={"date": one.value_date, "call": str(one.line.call)},
            entries=(one.paid_entry_id,) if one.paid_entry_id else (),
        )
        for one in matched.select_related("line__call__fund").order_by("value_date", "id")
    )
    return _sum("paid", PAID, start, parts)


def _allotted(start: date, known_at: Moment) -> Derivation:
    found = funding_years.allotment(start, known_at=known_at)
    if found is None:
        raise missing()
    facts = {"year": found.year, "reference": found.reference, "date": found.allotted_date}
    return Derivation("allotted", ALLOTTED, found.amount_hkd, facts=facts)


def _left(start: date, known_at: Moment) -> Derivation:
    return _sum("left", LEFT, start, (_allotted(start, known_at), _less(_requested(start, known_at))))


def _balance(start: date, known_at: Moment) -> Derivation:
    return _sum("balance", BALANCE, start, (_allotted(start, known_at), _less(_received(start, known_at))))


OF_YEAR: dict[str, Callable[[date, Moment], Derivation]] = {
    "requested": _requested,
    "left": _left,
    "received": _received,
    "balance": _balance,
    "paid": _paid,
}


def _sum(name: str, label: str, start: date, parts: tuple[Derivation, ...]) -> Derivation:
    facts = {"year": financial_year_label(start)}
    return Derivation(name, label, total(part.value for part in parts), facts=facts, parts=parts, is_sum=True)


def _less(one: Derivation) -> Derivation:
    """A sum taken off: its rows with their signs turned."""
    parts = tuple(Derivation(p.name, p.label, -p.value, facts=p.facts, entries=p.entries) for p in one.parts)
    return Derivation(f"less_{one.name}", one.label, -one.value, facts=one.facts, parts=parts, is_sum=True)


# --- what waits


def _waiting(band: str, on: date, known_at: Moment) -> Derivation:
    """What is approved and has not come: of one age band, or ("all") of all."""
    bounds = [str(place) for place in range(len(BANDS) + 1)]
    if band not in (*bounds, "all"):
        raise missing()
    rows = []
    approved = [one for one in funding_years.known(known_at) if one.stage == Stage.APPROVED]
    for one in sorted(approved, key=lambda request: request.approved_at):
        waits = funding_years.waiting_of(one)
        place = sum((on - waits.since).days > bound for bound in BANDS)
        if waits.outstanding_hkd and band in ("all", str(place)):
            rows.append((one, waits))
    parts = tuple(
        Derivation(
            "waiting_request",
            ASKED_LESS_CAME,
            waits.outstanding_hkd,
            facts={"reference": one.reference},
            parts=(Derivation("asked", ASKED, waits.asked_hkd), Derivation("came", CAME, -waits.received_hkd)),
            is_sum=waits.received_hkd <= waits.asked_hkd,
        )
        for one, waits in rows
    )
    first = 0 if band in ("0", "all") else BANDS[int(band) - 1] + 1
    value = total(part.value for part in parts)
    return Derivation("waiting", WAITING, value, facts={"first": first, "date": on}, parts=parts, is_sum=True)


# --- the two books


def _tie(name: str, pk: str, known_at: Moment) -> Derivation:
    found = next((one for one in corporation_ties.ties(known_at=known_at) if str(one.fund.pk) == pk), None)
    if found is None or name not in TIES:
        raise missing()
    facts = {"fund": name_of(found.fund)}
    if name == "difference":
        signs = (("paid", 1), ("transit", -1), ("received", -1))
        sides = [(sign, _tie(side, pk, known_at)) for side, sign in signs]
        parts = tuple(
            Derivation(one.name, one.label, sign * one.value, facts=facts, entries=_entries(one)) for sign, one in sides
        )
    else:
        parts = tuple(_rows(name, found.fund, known_at))
    return Derivation(name, TIES[name], total(one.value for one in parts), facts=facts, parts=parts, is_sum=True)


def _rows(name: str, fund, known_at: Moment):
    """The movements of the Corporation's book, or the receipts of the fund's, or what is between the two."""
    if name == "transit":
        transit = corporation_ties.in_transit(known_at).filter(line__call__fund=fund)
        for case in transit.select_related("line__call__fund"):
            facts = {"date": case.value_date or case.line.call.due_date, "call": str(case.line.call)}
            yield Derivation("payment", PAYMENT, case.amount_hkd, facts=facts, entries=(case.paid_entry_id,))
        return
    if name == "received":
        postings, sign = corporation_ties.came(known_at).filter(account__book__fund=fund), 1
    else:
        code = Code.INTEREST_IN_FUND if name in ("interest", "accepted") else Code.CALL_PAYABLE
        postings = selectors.postings(known_at=known_at).filter(
            account__book__kind=Book.Kind.CORPORATION, account__code=code, account__reference=f"fund:{fund.pk}"
        )
        kinds = {"accepted": "notice_accepted", "paid": "call_paid"}
        if name in kinds:
            postings = postings.filter(entry__kind=kinds[name])
        sign = -1 if name == "payable" else 1
    for one in postings.select_related("entry").order_by("entry__effective_date", "entry_id"):
        facts = {"date": one.entry.effective_date, "kind": one.entry.get_kind_display()}
        yield Derivation("moved", MOVED, sign * one.amount_hkd, facts=facts, entries=(one.entry_id,))


def _entries(one: Derivation) -> tuple[int, ...]:
    return tuple(entry for part in one.parts for entry in part.entries)
