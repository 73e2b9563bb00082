"""Scenes of net notices: a call and a distribution of one day, issued at once and settled by what is left."""

from collections.abc import Sequence
from datetime import date

from funds.models import CapitalCall, Distribution, Fund, Netting, PaymentCase
from funds.rules.allocation import earliest_due_date
from funds.services import capital_calls, distributions, nettings, payments
from reporting.demo import acts, returns
from reporting.demo.acts import moment
from reporting.demo.cast import Cast


def issue(cast: Cast, fund: Fund, purposes: Sequence, sources: Sequence, *, on: date) -> Netting:
    """This function will draft a call and a distribution for the earliest day, bind them, state solvency and issue."""
    day, maker, signatory = earliest_due_date(on), cast.maker(fund), cast.signatory(fund)
    about = {"fund": fund, "by": maker, "at": moment(on, 9)}
    call = capital_calls.draft(purposes=purposes, due_date=day, channel=CapitalCall.Channel.PORTAL, **about)
    given = distributions.draft(sources=sources, payment_date=day, **about)
    bound = nettings.bind(call=call, distribution=given, by=maker, at=moment(on, 10))
    distributions.state_solvency(distribution=given, statement=returns.SOLVENT, by=signatory, at=moment(on, 11))
    return nettings.issue(netting=bound, by=signatory, at=moment(on, 12))


def pay(cast: Cast, netting: Netting) -> None:
    """This function will settle the Government's case without a cent and pay everybody the net on the day."""
    for case in PaymentCase.objects.filter(line__call__netting=netting).select_related("line__call__fund"):
        acts.authorise_once(cast, case.line.call, on=netting.day)
        case = payments.authorise(case=case, by=cast.authoriser_2, at=moment(netting.day, 14))
        payments.release(case=case, by=cast.finance, at=moment(netting.day, 15))
    for given in Distribution.objects.filter(netting=netting).select_related("fund"):
        returns.pay(cast, given, on=netting.day)
