"""Net notices with money outside commitment: what they say was contributed before, how a true-up of the day counts."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from funds import selectors, true_up_working
from funds.models import Notice
from funds.notice_documents import content_of, pdf_of
from funds.notice_workbook import xlsx_of
from funds.rules.allocation import earliest_due_date
from funds.services import authorities, capital_calls, distributions, nettings, true_ups
from funds.services.call_inputs import PurposeInput
from investments.services import exits
from itvf.money import ZERO
from reporting import books
from reporting.demo import acts, deals, plans, returns
from reporting.demo.acts import Seat, moment
from tests import builders, people
from tests.funds import registered
from tests.investments.services.lots import note, plan

pytestmark = pytest.mark.django_db

D = Decimal
FEE_CALLED, SECOND, SOLD, TOLD = date(2025, 7, 2), date(2025, 9, 1), date(2025, 9, 8), date(2025, 9, 10)
LATE = Seat("private", "Late Example Investors Limited", "遲來示例投資有限公司", "late@itvf.example", D("150000000.00"))


@pytest.fixture(scope="module")
def standing(held):
    """RIDGE at 450m : 150m, HK$60m called and paid, 40m of it invested; a newcomer has a seat.

    By the agreement fees stand outside commitment, and a purpose may be shared by what is unfunded.
    """
    cast = people.cast()
    fund = builders.closed_fund(cast, plans.RIDGE)
    builders.authority(cast)
    registered.term(cast, fund, "fees_outside", clause="LPA 9.2", flag=True)
    registered.term(cast, fund, "split_by_unfunded", clause="LPA 4.3", flag=True)
    builders.paid_call(cast, fund, acts.purpose("investment", "Deals", "60000000.00"))
    lot = deals.invest(cast, fund, plan(amount_hkd=D("40000000.00")), on=date(2025, 5, 20), units=D(1000))
    acts.seat_one(cast, fund, LATE, on=date(2025, 8, 1))
    return SimpleNamespace(cast=cast, fund=fund, lot=lot)


def second_closing(cast, fund):
    """The newcomer signs 150m and the GP 5m more; the Government stays at 25%."""
    gp = fund.partners.get(kind="gp")
    return acts.close(cast, fund, [LATE, Seat("gp", gp.name_en, "", gp.contact_email, D("5000000.00"))], on=SECOND)


def drawdown(cast, fund, *purposes, on: date):
    about = {"due_date": earliest_due_date(on), "channel": "portal", "by": cast.maker(fund), "at": moment(on, 12)}
    return capital_calls.draft(fund=fund, purposes=list(purposes), **about)


def issued(cast, fund, drawn, *, on: date, given=None):
    """A drawdown's net notice, issued."""
    bound = nettings.bind(call=drawn, distribution=given, by=cast.maker(fund), at=moment(on, 13))
    signatory = cast.signatory(fund)
    for part in bound.distributions.all():
        about = {"statement": returns.SOLVENT, "by": signatory, "at": moment(on, 14)}
        distributions.state_solvency(distribution=part, **about)
    return nettings.issue(netting=bound, by=signatory, at=moment(on, 15))


def sold(cast, fund, lot, amount="30000000.00"):
    """The lot is sold; a distribution of part of it is drafted for the day of the next drawdown."""
    exits.exit_(
        investment=lot,
        route="trade_sale",
        proceeds_hkd=D("64000000.00"),
        note=note(SOLD),
        by=cast.officer,
        at=moment(SOLD),
    )
    source = returns.source("return_of_capital", "Example Life", amount, "示例生命")
    about = {"payment_date": earliest_due_date(TOLD), "by": cast.maker(fund), "at": moment(TOLD, 9)}
    return distributions.draft(fund=fund, sources=[source], **about)


def authorised(cast, fund, kind: str) -> None:
    """Authority without an amount, in force from the second closing."""
    about = {"fund": fund, "kind": kind, "given_by": "The Board", "scope": "Once", "given_date": SECOND}
    found = authorities.record(**about, by=cast.officer, at=moment(SECOND, 9))
    authorities.approve(authority=found, by=cast.manager, at=moment(SECOND, 10))


def told(netting) -> dict:
    """What each partner's notice says of contributions before it, by the partner's key."""
    notices = Notice.objects.with_subject().filter(netting_line__netting=netting)
    return {one.netting_line.partner_id: D(content_of(one)["cumulative"]["contributions_hkd"]) for one in notices}


def contributed(fund) -> dict:
    """What each partner has contributed, from its position: nothing outstanding here is interest."""
    positions = selectors.partners_with_position(fund)
    return {one.pk: one.called_hkd + one.outside_hkd - one.outstanding_hkd for one in positions}


class TestSums:
    def test_count_what_was_called_outside_before_and_no_set_off(self, cast, fund, world):
        fee = acts.issue_call(cast, fund, [acts.purpose("management_fee", "Fee", "6000000.00")], issued=FEE_CALLED)
        for line in acts.private_lines(fee):
            acts.receive(cast, line, on=fee.due_date, amount_hkd=line.payable_hkd)
        given, before = sold(cast, fund, world.lot), contributed(fund)
        purposes = acts.purpose("investment", "More", "40000000.00"), acts.purpose("management_fee", "Fee", "600000.00")
        netting = issued(cast, fund, drawdown(cast, fund, *purposes, on=TOLD), on=TOLD, given=given)
        assert told(netting) == before
        bank = fund.partners.get(name_en="Example Bank Ventures Limited")
        assert before[bank.pk] == D("22000000.00")  # a third of 60m and of 6m by 200m of 600m
        government = fund.partners.get(kind="government")
        assert before[government.pk] == D("15000000.00")  # its 1.5m of the fee is not paid
        notice = Notice.objects.with_subject().get(netting_line__netting=netting, netting_line__partner=bank)
        rows = CalamineWorkbook.from_filelike(BytesIO(xlsx_of(notice))).get_sheet_by_index(0).to_python()
        said = [row for row in rows if row and "received" in str(row[0])]
        assert said == [["Contributions received before it", "", 22000000.0]]
        assert pdf_of(notice)[:5] == b"%PDF-"
        assert [str(fault) for fault in books.prove()] == []

    def test_stand_before_a_true_up_of_the_same_notice_and_a_fee_is_no_interest(self, cast, fund):
        """No authority for the Government's true-up interest stands: it owes none, only a fee outside commitment."""
        closing, before = second_closing(cast, fund), contributed(fund)
        true_ups.choose_way(closing=closing, way="next_call", by=cast.maker(fund), at=moment(SECOND, 11))
        fee = acts.purpose("management_fee", "Fee", "450000.01")
        netting = issued(cast, fund, drawdown(cast, fund, fee, on=SECOND), on=SECOND)
        government = fund.partners.get(kind="government")
        assert netting.calls.get(nature="ordinary").lines.get(partner=government).outside_hkd > 0
        late = fund.partners.get(name_en=LATE.name_en)
        assert told(netting) == before
        assert (before[government.pk], before[late.pk]) == (D("15000000.00"), ZERO)
        notice = Notice.objects.with_subject().get(netting_line__netting=netting, netting_line__partner=late)
        assert [call["line"]["outside_before_hkd"] for call in content_of(notice)["calls"]] == ["0.00", "0.00"]

    def test_hold_a_true_up_with_capital_outside_commitment_beside_the_next_drawdown(self, cast, fund):
        """A fee of HK$6m outside commitment was called before the newcomer joined; its part of it comes in now."""
        fee = acts.issue_call(cast, fund, [acts.purpose("management_fee", "Fee", "6000000.00")], issued=FEE_CALLED)
        for line in acts.private_lines(fee):
            acts.receive(cast, line, on=fee.due_date, amount_hkd=line.payable_hkd)
        closing, before = second_closing(cast, fund), contributed(fund)
        worked = true_up_working.read(closing).lines
        true_ups.choose_way(closing=closing, way="next_call", by=cast.maker(fund), at=moment(SECOND, 11))
        authorised(cast, fund, "true_up_interest")
        more = acts.purpose("investment", "More", "40000000.00")
        netting = issued(cast, fund, drawdown(cast, fund, more, on=SECOND), on=SECOND)
        assert told(netting) == before
        late, bank = (fund.partners.get(name_en=name) for name in (LATE.name_en, "Example Bank Ventures Limited"))
        assert worked[late.pk].outside_hkd > 0 > worked[bank.pk].outside_hkd
        asked = netting.calls.get(nature="true_up").lines.get(partner=late)
        assert asked.outside_hkd - asked.interest_hkd == worked[late.pk].outside_hkd
        back = netting.distributions.get().lines.get(partner=bank)
        assert (back.outside_hkd, back.capital_hkd) == (-worked[bank.pk].outside_hkd, sum(worked[bank.pk].back[:2]))
        drawn = netting.calls.get(nature="ordinary").lines.get(partner=bank)
        line = netting.lines.get(partner=bank)
        assert (line.called_hkd, line.distributed_hkd) == (drawn.payable_hkd, back.amount_hkd)
        for partner in (late, bank):
            notice = Notice.objects.with_subject().get(netting_line__netting=netting, netting_line__partner=partner)
            printed = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf_of(notice))).pages)
            assert "A later closing is settled as if all had joined" in printed
        assert [str(fault) for fault in books.prove()] == []

    def test_owed_interest_of_an_earlier_true_up_lowers_no_contribution(self, cast, fund, world):
        acts.call_true_up(cast, second_closing(cast, fund), issued=date(2025, 9, 2))
        given = sold(cast, fund, world.lot, "3000000.00")
        more = acts.purpose("investment", "More", "40000000.00")
        netting = issued(cast, fund, drawdown(cast, fund, more, on=TOLD), on=TOLD, given=given)
        assert told(netting)[fund.partners.get(name_en=LATE.name_en).pk] == ZERO


class TestUnfundedBase:
    def test_is_what_the_day_s_true_up_left(self, cast, fund):
        """HK$90m by unfunded: 755m and the Government's quarter, 60m of it called as if all had joined at first."""
        closing = second_closing(cast, fund)
        true_ups.choose_way(closing=closing, way="next_call", by=cast.maker(fund), at=moment(SECOND, 11))
        purpose = PurposeInput("investment", "More", D("90000000.00"), allocation_base="unfunded")
        netting = issued(cast, fund, drawdown(cast, fund, purpose, on=SECOND), on=SECOND)
        drawn = netting.calls.get(nature="ordinary")
        for line in drawn.purpose_lines.select_related("partner"):
            assert line.weight_hkd == drawn.lines.get(partner=line.partner).unfunded_before_hkd
        asked = dict(drawn.lines.values_list("partner__name_en", "amount_hkd"))
        assert asked[LATE.name_en] == D("16735537.19")
        assert drawn.lines.get(partner__kind="government").amount_hkd == D("22500000.00")

    def test_is_the_morning_s_for_every_drawdown_of_the_day(self, cast, fund):
        purposes = [PurposeInput("investment", name, D("30000000.01"), allocation_base="unfunded") for name in "AB"]
        weights = []
        for purpose in purposes:
            drawn = drawdown(cast, fund, purpose, on=SECOND)
            drawn = capital_calls.issue(call=drawn, by=cast.signatory(fund), at=moment(SECOND, 16))
            weights.append(list(drawn.purpose_lines.order_by("partner").values_list("weight_hkd", flat=True)))
        assert weights[0] == weights[1]
