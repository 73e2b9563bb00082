"""The daily watch over fees: what was charged, called or paid above the cap of R14 goes into the breach register."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from funds import fee_comparison
from funds.locks import lock_fund
from funds.models import Fund, RecordedBreach
from funds.rules.fee_comparison import Quarter, check_quarters
from itvf import audit
from itvf.dates import local_date
from itvf.errors import Breach, plain

OF_A_QUARTER = ("fee_above_cap", "fee_accrued_above_cap")


@transaction.atomic
def register(*, fund: Fund, at: datetime) -> list[RecordedBreach]:
    """This function will put what a fund's fees break on the day into the breach register, each finding once.

    A quarter's over-charge is one finding, whoever found it, the report's own check or this. What was called or paid
    too much to date is not found again while such a finding is open. Nobody asks for this: the audit trail names the
    system.
    """
    fund, on = lock_fund(fund), local_date(at)
    fees = fee_comparison.of(fund, on)
    found = []
    for quarter, breach in check_quarters(fees.quarters, fees.terms):
        if _is_known(fund, quarter, breach):
            continue
        recorded = RecordedBreach.objects.create(
            fund=fund,
            rule=breach.rule,
            clause=breach.clause,
            code=breach.code,
            message=breach.message,
            sentence=breach.template,
            facts=plain(breach.facts),
            source=_source(quarter),
            found_date=on,
        )
        facts = {"finding": breach.code, "excess_hkd": breach.facts["excess_hkd"], "source": recorded.source}
        audit.record(chain=fund.chain, verb="breach.find", subject=recorded, by=None, at=at, facts=facts)
        found.append(recorded)
    return found


def _source(quarter: Quarter) -> str:
    return f"fee:{quarter.facts.end_date}"


def _is_known(fund: Fund, quarter: Quarter, breach: Breach) -> bool:
    same = RecordedBreach.objects.filter(fund=fund, code=breach.code)
    if breach.code in OF_A_QUARTER:
        return same.filter(facts__end=quarter.facts.end_date.isoformat()).exists()
    return same.filter(Q(cured_date=None) | Q(source=_source(quarter))).exists()
