"""The nightly proof of the books: every claim that they make is computed again, and every fault is named.

Most claims are one statement each over whole tables; its rows are the faults. What takes a rule of the scheme is
read in one statement and judged by that rule. A claim that finds nothing is proved.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

from django.db import connection
from django.db.models import Q, Sum

from funds import call_splits, selectors
from funds.models import (
    CallLine,
    CallPurposeLine,
    CapitalCall,
    Closing,
    Commitment,
    Fund,
    FundAgreement,
    Partner,
    Scheme,
)
from funds.rules import matching
from funds.rules.allocation import Position
from funds.rules.payment import government_line
from funds.services import true_ups
from itvf import audit
from itvf.errors import plain
from itvf.money import ZERO, total
from reporting.book_claims import CLAIMS


@dataclass(frozen=True, slots=True)
class Fault:
    """One claim that does not hold: which, in which book, the sentence, and the figures that show it."""

    code: str
    book: str
    what: str
    figures: dict = field(default_factory=dict)

    def __str__(self):
        figures = ", ".join(f"{name} {plain(value)}" for name, value in self.figures.items())
        return f"{self.code} · {self.book} · {self.what} ({figures})"

    def as_json(self) -> dict:
        """The fault as `check_books --json` prints it."""
        return {"code": self.code, "book": self.book, "what": self.what, "figures": plain(self.figures)}


def prove() -> list[Fault]:
    """This function will prove the books of every fund and of the Corporation, and give back all faults found."""
    return [fault for claim in claims().values() for fault in claim()]


def claims() -> dict[str, Callable[[], Iterator[Fault]]]:
    """Every claim by its code: the statements of reporting/book_claims.py, and those that take a rule."""
    by_statement = {code: _statement(code, what, sql) for code, (what, sql) in CLAIMS.items()}
    return by_statement | {
        "government_line_is_its_proportion": _government_lines,
        "government_commitment_within_its_derivation": _government_commitments,
        "commitments_within_envelope": _envelopes,
        "audit_chain_holds": _audit_chains,
    }


def _statement(code: str, what: str, sql: str) -> Callable[[], Iterator[Fault]]:
    def faults() -> Iterator[Fault]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            names = [column.name for column in cursor.description]
            for row in cursor.fetchall():
                figures = dict(zip(names, row, strict=True))
                yield Fault(code, figures.pop("book") or "-", what, figures)

    return faults


def _government_lines() -> Iterator[Fault]:
    """The Government's line of every issued call, split again from the commitments that it was issued on (R20, A11)."""
    yield from _true_up_lines()
    yield from _lines_by_purpose()
    by_purpose = set(CallPurposeLine.objects.values_list("call", flat=True).distinct())
    lines = (
        CallLine.objects.filter(call__stage=CapitalCall.Stage.ISSUED, call__nature=CapitalCall.Nature.ORDINARY)
        .order_by("call_id", "order")
        .values_list(
            "call_id",
            "call__fund__code",
            "call__number",
            "call__amount_hkd",
            "partner_id",
            "partner__kind",
            "commitment_hkd",
            "called_before_hkd",
            "unfunded_before_hkd",
            "entitled_before_hkd",
            "amount_hkd",
            "is_excused",
        )
    )
    for _, of_call in groupby(lines.iterator(chunk_size=5000), key=lambda line: line[0]):
        rows = list(of_call)
        call, fund, number, call_hkd, *_ = rows[0]
        if call in by_purpose:
            continue
        positions = [_position(*row[4:10], row[11]) for row in rows]
        for row in rows:
            if row[5] != Partner.Kind.GOVERNMENT:
                continue
            exact = government_line(call_hkd, positions, row[4]).amount_hkd
            if exact != row[10]:
                figures = {"call": number, "call_hkd": call_hkd, "line_hkd": row[10], "proportion_hkd": exact}
                what = "the Government's line is not exactly its proportion of the call"
                yield Fault("government_line_is_its_proportion", fund, what, figures)


def _true_up_lines() -> Iterator[Fault]:
    """The Government's line of every true-up against the working of its closing (A13)."""
    trued_up = CallLine.objects.filter(
        call__stage=CapitalCall.Stage.ISSUED, call__nature="true_up", partner__kind=Partner.Kind.GOVERNMENT
    )
    for line in trued_up.select_related("call__closing", "call__fund"):
        exact = true_ups.government_line(line.call)
        if exact != (line.amount_hkd, line.outside_hkd - line.interest_hkd, line.interest_hkd):
            figures = {"call": line.call.number, "line_hkd": line.payable_hkd, "proportion_hkd": total(exact)}
            what = "the Government's line of a true-up is not that of its closing"
            yield Fault("government_line_is_its_proportion", line.call.fund.code, what, figures)


def _lines_by_purpose() -> Iterator[Fault]:
    """Every line and part of a call that was split by purpose, split again from what its rows keep (A11, A21)."""
    issued = CapitalCall.objects.filter(stage=CapitalCall.Stage.ISSUED, nature=CapitalCall.Nature.ORDINARY)
    for call in issued.filter(purpose_lines__isnull=False).distinct().select_related("fund").order_by("pk"):
        found = call_splits.again(call)
        lines = {line.partner_id: line for line in call.lines.all()}
        for one in found.inside.lines:
            exact, line = (one.amount_hkd, found.outside_hkd[one.id]), lines[one.id]
            if exact != (line.amount_hkd, line.outside_hkd):
                figures = {"call": call.number, "line_hkd": line.payable_hkd, "proportion_hkd": total(exact)}
                what = "a line is not what its purposes ask by their bases"
                yield Fault("government_line_is_its_proportion", call.fund.code, what, figures)


def _position(partner, kind, commitment_hkd, called_before_hkd, unfunded_before_hkd, entitled_before_hkd, excused):
    return Position(
        id=partner,
        commitment_hkd=commitment_hkd,
        called_before_hkd=called_before_hkd,
        unfunded_before_hkd=unfunded_before_hkd,
        is_government=kind == Partner.Kind.GOVERNMENT,
        entitled_before_hkd=entitled_before_hkd,
        excused=excused,
    )


def _government_commitments() -> Iterator[Fault]:
    """Each fund's Government commitment against what R6 derives from the others' signed money; the envelope apart."""
    kinds = Partner.Kind
    of_kind = {
        name: Sum("amount_hkd", filter=Q(partner__kind__in=kinds_of), default=ZERO)
        for name, kinds_of in (
            ("government", [kinds.GOVERNMENT]),
            ("gp_side", [kinds.GP, kinds.GP_AFFILIATE]),
            ("private", [kinds.PRIVATE]),
        )
    }
    admitted = Commitment.objects.filter(closing__stage=Closing.Stage.COMPLETED)
    sums = {row["fund"]: row for row in admitted.order_by().values("fund").annotate(**of_kind)}
    agreements = FundAgreement.objects.filter(fund__in=sums).select_related("scheme_version__scheme", "fund")
    terms = {}
    for agreement in agreements.order_by("fund__code"):
        row, version = sums[agreement.fund_id], agreement.scheme_version
        if version.pk not in terms:
            terms[version.pk] = selectors.terms_of(version)
        derived = matching.government_commitment(
            total([row["gp_side"], row["private"]]),
            terms=terms[version.pk],
            envelope_used_hkd=ZERO,
            gp_commitment_hkd=row["gp_side"],
            gp_money_is_matched=agreement.gp_money_is_matched,
        )
        if row["government"] > derived.government_hkd:
            yield Fault(
                "government_commitment_within_its_derivation",
                agreement.fund.code,
                "the Government has committed more than R6 derives from the other partners' money",
                {"committed_hkd": row["government"], "derived_hkd": derived.government_hkd},
            )


def _envelopes() -> Iterator[Fault]:
    """Each scheme's Government commitments and reservations against its envelope (R1)."""
    for scheme in Scheme.objects.filter(versions__stage="approved").distinct().order_by("code"):
        latest = scheme.versions.filter(stage="approved").order_by("-effective_from", "-number").first()
        terms = selectors.terms_of(latest)
        if "programme_envelope_hkd" not in terms.terms:
            continue
        envelope = selectors.envelope(scheme, terms)
        if envelope.used_hkd > envelope.whole_hkd:
            yield Fault(
                "commitments_within_envelope",
                scheme.code,
                "commitments and reservations are above the envelope of R1",
                {
                    "committed_hkd": envelope.committed_hkd,
                    "reserved_hkd": envelope.reserved_hkd,
                    "envelope_hkd": envelope.whole_hkd,
                },
            )


def _audit_chains() -> Iterator[Fault]:
    """Every audit chain, from its first event to its last."""
    funds = {fund.chain: fund.code for fund in Fund.objects.only("code")}
    for chain in audit.chains():
        for fault in audit.verify(chain):
            figures = {"chain": chain, "event": fault.sequence}
            yield Fault("audit_chain_holds", funds.get(chain, chain), fault.what, figures)


def summary() -> dict[str, int | Decimal]:
    """What was proved: entries, postings, audit events, the sum of all debits, and what is in transit, in HK$.

    In transit is what the Corporation paid on calls from which the fund's book has received nothing yet.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT (SELECT count(*) FROM funds_journalentry), count(*),
                   (SELECT count(*) FROM itvf_auditevent),
                   coalesce(sum(amount_hkd) FILTER (WHERE amount_hkd > 0), 0.00),
                   (SELECT coalesce(sum(k.amount_hkd), 0.00) FROM funds_paymentcase k
                    WHERE k.stage = 'matched' AND NOT EXISTS (
                        SELECT FROM funds_contribution r JOIN funds_journalentry e ON e.id = r.entry_id
                        LEFT JOIN funds_journalentry u ON u.reverses_id = e.id
                        WHERE r.line_id = k.line_id AND u.id IS NULL))
            FROM funds_posting
            """
        )
        names = ("entries", "postings", "audit_events", "debits_hkd", "in_transit_hkd")
        return dict(zip(names, cursor.fetchone(), strict=True))
