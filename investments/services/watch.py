"""The daily watch: limits passed and bridges past their months go into the breach register (R27, R28)."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction

from funds.locks import lock_fund
from funds.models import Fund, RecordedBreach
from investments import portfolio
from investments.models import Company
from investments.portfolio import Standing
from investments.rules import limits, standing
from investments.rules.facts import BREACH
from investments.rules.hong_kong import NOTIFY
from investments.rules.restrictions import BRIDGE_LIMIT
from itvf import audit
from itvf.dates import add_months, local_date
from itvf.errors import fill, plain

BRIDGE_OVERDUE = "bridge_overdue"


@transaction.atomic
def register(*, fund: Fund, at: datetime) -> list[RecordedBreach]:
    """This function will put what a fund's portfolio breaks on the day into the breach register, each finding once.

    Found are the shares of R8 and R9 and the agreement's limits where they bind (what is only notified stays out, A2),
    and each bridge held past its months. A breach of the same restriction that is open already, whoever found it, is
    not found again; a bridge is found once. Nobody asks for this: the audit trail names the system.
    """
    fund, on = lock_fund(fund), local_date(at)
    now = portfolio.at(fund, on)
    found = [breach for breach in (*_passed(fund, now), *_overdue(fund, now)) if not _is_known(breach, on)]
    for breach in found:
        breach.save()
        audit.record(
            chain=fund.chain,
            verb="breach.find",
            subject=breach,
            by=None,
            at=at,
            facts={"restriction": breach.restriction, "finding": breach.code, "source": breach.source},
        )
    return found


def _passed(fund: Fund, now: Standing) -> Iterator[RecordedBreach]:
    for outcome in now.outcomes:
        if outcome.status != BREACH or outcome.severity == NOTIFY:
            continue
        # Where facts are not known but could not help, there are no figures: the outcome's own sentence says so.
        sentence = standing.REGISTERED if "numerator_hkd" in outcome.facts else outcome.template
        told = (outcome.code, sentence, {**outcome.facts, "date": now.on})
        yield _breach(fund, outcome.rule, outcome.clause, outcome.restriction, *told, f"standing:{now.on}", now.on)


def _overdue(fund: Fund, now: Standing) -> Iterator[RecordedBreach]:
    names = dict(
        Company.objects.filter(pk__in=[lot.company_id for lot in now.overdue_bridges]).values_list("pk", "name_en")
    )
    clause = now.limits.clause or BRIDGE_LIMIT.clause
    for lot in now.overdue_bridges:
        facts = {
            "company": names[int(lot.company_id)],
            "made_date": lot.made_date,
            "end_date": add_months(lot.made_date, now.limits.bridge_months),
            "months": now.limits.bridge_months,
            "date": now.on,
            "held_hkd": lot.held_hkd,
        }
        told = (BRIDGE_OVERDUE, limits.BRIDGE_OVERDUE, facts)
        yield _breach(fund, BRIDGE_LIMIT.rule, clause, BRIDGE_LIMIT.id, *told, f"proposal:{lot.deal_id}", now.on)


def _breach(
    fund: Fund, rule: str, clause: str, restriction: str, code: str, sentence: str, facts: dict, source: str, on: date
) -> RecordedBreach:
    return RecordedBreach(
        fund=fund,
        rule=rule,
        clause=clause,
        code=code,
        message=fill(sentence, facts),
        sentence=sentence,
        restriction=restriction,
        facts=plain(facts),
        source=source,
        found_date=on,
    )


def _is_known(breach: RecordedBreach, on: date) -> bool:
    same = RecordedBreach.objects.filter(fund=breach.fund, restriction=breach.restriction)
    if breach.code == BRIDGE_OVERDUE:
        return same.filter(code=breach.code, source=breach.source).exists()
    return same.exclude(code=BRIDGE_OVERDUE).open(on).exists() or same.filter(source=breach.source).exists()
