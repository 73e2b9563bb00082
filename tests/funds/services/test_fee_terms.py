"""Steps of the rate, concessions and offsets: recorded, refused, and borne by partners when a quarter is accrued."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from funds import fee_comparison, fee_facts, selectors
from funds.models import FeeConcession, FeeOffset, FeeStep, PartnerFee
from funds.services import fee_concessions, fee_offsets, fee_terms, fees, register_changes
from itvf import audit
from itvf.dates import now
from itvf.errors import InputRefused, NotPermitted, RuleBroken, WrongStage
from itvf.models import AuditEvent
from tests import programme

pytestmark = pytest.mark.django_db

D = Decimal
MARCH, JUNE, SEPTEMBER = date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30)
AT = programme.at(programme.LATER)


@pytest.fixture(scope="module")
def standing(held):
    """HK$40m invested on 20 May 2025; the Government, the GP and two investors hold 150, 15, 300 and 135 million."""
    cast = programme.enrol()
    fund = programme.opened(cast, programme.scheme())
    programme.paid(cast, fund)
    programme.invested(cast, fund, programme.company(cast))
    return SimpleNamespace(cast=cast, fund=fund)


def step(cast, fund, day: date, rate: str, *, by=None, clause="LPA 7.2"):
    by = by or cast.officer
    return fee_terms.set_step(fund=fund, from_date=day, rate=D(rate), clause=clause, by=by, at=AT)


def concession(cast, fund, *, kind="gp", rate="1", day=MARCH, to_date=None, by=None):
    return fee_concessions.record(
        fund=fund,
        partner=fund.partners.filter(kind=kind).first(),
        rate=D(rate),
        from_date=day,
        to_date=to_date,
        clause="Side letter 2",
        by=by or cast.officer,
        at=AT,
    )


def approve(cast, found: FeeConcession, by=None) -> FeeConcession:
    return fee_concessions.approve(concession=found, by=by or cast.manager, at=AT)


def offset(cast, fund, amount: str, *, rate: str | None = "0.5", day=JUNE, reference="DF-1", by=None) -> FeeOffset:
    if rate is not None:
        about = {"fee_type": "directors", "rate": D(rate), "clause": "LPA 7.5"}
        fee_terms.set_offset_rate(fund=fund, **about, by=cast.officer, at=AT)
    return fee_offsets.record(
        fund=fund,
        fee_type="directors",
        received_date=day,
        company="Aurora Demo Limited",
        amount_hkd=D(amount),
        reference=reference,
        by=by or cast.officer,
        at=AT,
    )


def accrue(cast, fund, *ends: date):
    accruals = [fees.accrue(fund=fund, period_end=end, by=cast.officer, at=AT) for end in ends]
    return accruals[-1]


class TestAStep:
    def test_sets_the_rate_of_its_days(self, cast, fund):
        step(cast, fund, date(2025, 6, 1), "0.015")
        step(cast, fund, date(2025, 6, 1), "0.01")  # of one day the last one recorded counts
        accrual = accrue(cast, fund, MARCH, JUNE)
        # 40m x 2% x 12/365 + 40m x 1% x 30/365 = 26,301.3698… + 32,876.7123…
        assert (accrual.fee_hkd, accrual.cap_hkd) == (D("59178.08"), D("92054.79"))
        assert [part["days"] for part in accrual.working["fee"]["segments"]] == [49, 12, 30]
        assert AuditEvent.objects.filter(verb="fee_step.set").count() == 2

    def test_is_refused_above_the_scheme_s_rate_and_in_a_booked_quarter(self, cast, fund):
        with pytest.raises(RuleBroken) as broken:
            step(cast, fund, date(2026, 1, 1), "0.0201")
        assert [(breach.rule, breach.clause) for breach in broken.value.breaches] == [("R14", "Annex 3 1(k)(i)")]
        accrue(cast, fund, MARCH, JUNE)
        for day, rate, clause, code in (
            (JUNE, "0.01", "LPA 7.2", "accrued_already"),
            (SEPTEMBER, "0.01", " ", "missing"),
            (SEPTEMBER, "-0.01", "LPA 7.2", "below_zero"),
        ):
            with pytest.raises(InputRefused) as refusal:
                step(cast, fund, day, rate, clause=clause)
            assert refusal.value.code == code
        for person in (cast.manager, cast.maker, cast.auditor):
            with pytest.raises(NotPermitted):
                step(cast, fund, SEPTEMBER, "0.01", by=person)
        assert not FeeStep.objects.exists()


class TestAConcession:
    def test_lets_a_partner_off_and_is_not_booked(self, cast, fund):
        approve(cast, concession(cast, fund))
        approve(cast, concession(cast, fund, kind="private", rate="0.1", day=date(2025, 6, 1)))
        concession(cast, fund, kind="government")  # which nobody has approved
        accrual = accrue(cast, fund, MARCH, JUNE)
        lines = {(line.partner.kind, line.commitment_hkd): line for line in accrual.partners.all()}
        government, gp = lines["government", D(150_000_000)], lines["gp", D(15_000_000)]
        investor = lines["private", D(300_000_000)]
        # a fourth of 92,054.79 is 23,013.6975, rounded down
        assert (government.gross_hkd, government.net_hkd) == (D("23013.69"), D("23013.69"))
        assert (gp.gross_hkd, gp.concession_hkd, gp.net_hkd) == (D("2301.37"), D("2301.37"), D("0.00"))
        # 46,027.40 x 10% x 30/42
        assert (investor.gross_hkd, investor.concession_hkd) == (D("46027.40"), D("3287.67"))
        assert accrual.fee_hkd == D("92054.79") - D("2301.37") - D("3287.67")
        assert selectors.balance(fund, selectors.Code.FEE_PAYABLE) == -accrual.fee_hkd
        assert audit.verify(fund.chain) == []

    def test_takes_two_people_and_one_at_a_time(self, cast, fund):
        found = concession(cast, fund)
        for person in (cast.officer, cast.auditor, cast.maker):
            with pytest.raises(NotPermitted):
                approve(cast, found, by=person)
        approve(cast, found)
        with pytest.raises(WrongStage):
            approve(cast, found)
        with pytest.raises(InputRefused) as refusal:
            concession(cast, fund, day=SEPTEMBER)
        assert refusal.value.code == "concessions_overlap"

    def test_drafted_before_a_quarter_was_booked_comes_too_late(self, cast, fund):
        found = concession(cast, fund)
        accrue(cast, fund, MARCH)
        with pytest.raises(InputRefused) as refusal:
            approve(cast, found)
        assert refusal.value.code == "accrued_already"
        refused = fee_concessions.refuse(concession=found, reason="Too late", by=cast.manager, at=AT)
        assert refused.stage == FeeConcession.Stage.REFUSED

    def test_ends_after_what_is_booked(self, cast, fund):
        found = approve(cast, concession(cast, fund))
        accrue(cast, fund, MARCH, JUNE)
        for day, code in ((JUNE, "accrued_already"), (date(2025, 1, 1), "not_within_concession")):
            with pytest.raises(InputRefused) as refusal:
                fee_concessions.end(concession=found, to_date=day, reason="Sold", by=cast.manager, at=AT)
            assert refusal.value.code == code
        last = date(2025, 7, 31)
        ended = fee_concessions.end(concession=found, to_date=last, reason="Sold", by=cast.manager, at=AT)
        assert ended.to_date == last
        line = accrue(cast, fund, SEPTEMBER).partners.get(partner=found.partner)
        assert line.concession_hkd == D("1698.63")  # 5,041.10 x 31/92


class TestOffsets:
    def test_reduce_the_fee_and_carry_forward(self, cast, fund):
        approve(cast, concession(cast, fund))
        found = offset(cast, fund, "400000.00")
        assert found.offset_hkd == D("200000.00")
        june = accrue(cast, fund, MARCH, JUNE)
        # the GP's fee is waived: 51,282.05 of 23,013.69; nothing; 102,564.10 of 46,027.40; 46,153.85 of 20,712.33
        assert june.fee_hkd == 0
        assert june.entry is None
        assert [line.carried_hkd for line in june.partners.order_by("partner")] == [
            D("28268.36"),
            D("0.00"),
            D("56536.70"),
            D("25441.52"),
        ]
        found.refresh_from_db()
        assert (found.stage, found.accrual) == (FeeOffset.Stage.COUNTED, june)
        september = accrue(cast, fund, SEPTEMBER)
        # 201,643.84: 50,410.96; 5,041.10 waived; 100,821.92; 45,369.86, each less what was carried
        assert [line.net_hkd for line in september.partners.order_by("partner")] == [
            D("22142.60"),
            D("0.00"),
            D("44285.22"),
            D("19928.34"),
        ]
        assert september.fee_hkd == D("86356.16") == -selectors.balance(fund, selectors.Code.FEE_PAYABLE)

    def test_carried_forward_pass_with_a_commitment_that_passed_since(self, cast, fund):
        """What June left of each partner's offsets; a third of the larger investor's commitment passes on 1 July."""
        offset(cast, fund, "400000.00")
        june = accrue(cast, fund, MARCH, JUNE)
        giver, taker = fund.partners.filter(kind="private").order_by("pk")
        before = {line.partner_id: line.carried_hkd for line in june.partners.all()}
        about = {"amount_hkd": D("100000000.00"), "effective_date": date(2025, 7, 1), "reason": "Deed of transfer"}
        change = register_changes.propose_transfer(giver=giver, taker=taker, **about, by=cast.officer, at=AT)
        register_changes.approve(change=change, by=cast.manager, at=AT)
        lines = {line.partner_id: line for line in accrue(cast, fund, SEPTEMBER).partners.all()}
        passed = (before[giver.pk] / 3).quantize(D("0.01"))
        assert passed > 0
        assert lines[giver.pk].brought_hkd == before[giver.pk] - passed
        assert lines[taker.pk].brought_hkd == before[taker.pk] + passed
        # The fee of September is shared by the commitments after it: 200m and 235m of 600m of 201,643.84.
        assert (lines[giver.pk].gross_hkd, lines[taker.pk].gross_hkd) == (D("67214.61"), D("78977.17"))
        assert sum(line.brought_hkd for line in lines.values()) == sum(before.values())

    def test_received_after_the_quarter_wait_for_their_own(self, cast, fund):
        offset(cast, fund, "100.00", day=date(2025, 7, 1))
        assert accrue(cast, fund, MARCH, JUNE).fee_hkd == D("92054.79")
        assert accrue(cast, fund, SEPTEMBER).fee_hkd == D("201643.84") - D("50.00")

    def test_are_refused_and_withdrawn(self, cast, fund):
        for changes, code in (
            ({"rate": None}, "no_offset_rate"),
            ({"amount": "0.00"}, "not_positive"),
            ({"day": date(2026, 3, 3)}, "future_receipt"),
            ({"rate": "1.01"}, "offset_not_a_share"),
            ({"reference": " "}, "missing"),
        ):
            with pytest.raises(InputRefused) as refusal:
                offset(cast, fund, **{"amount": "1.00"} | changes)
            assert refusal.value.code == code
        with pytest.raises(NotPermitted):
            offset(cast, fund, "1.00", by=cast.manager)
        found = offset(cast, fund, "1.00")
        with pytest.raises(InputRefused) as refusal:
            offset(cast, fund, "2.00")
        assert refusal.value.code == "offset_stands"
        fee_offsets.withdraw(offset=found, reason="Another fund's", by=cast.officer, at=AT)
        again = offset(cast, fund, "2.00")
        accrue(cast, fund, MARCH, JUNE)
        with pytest.raises(WrongStage):
            fee_offsets.withdraw(offset=again, reason="Too late", by=cast.officer, at=AT)
        counted = PartnerFee.objects.filter(accrual__period_end=JUNE).values_list("offset_hkd", flat=True)
        assert sum(counted) == again.offset_hkd == D("1.00")


class TestBeforeItIsAccrued:
    def test_a_quarter_is_computed_as_it_would_be(self, cast, fund):
        approve(cast, concession(cast, fund))
        offset(cast, fund, "400000.00")
        expected = fee_comparison.of(fund, SEPTEMBER)
        accrue(cast, fund, MARCH, JUNE, SEPTEMBER)
        found = fee_comparison.of(fund, SEPTEMBER)
        assert [one.facts.computed_hkd for one in expected.quarters] == [D("0.00"), D("0.00"), D("86356.16")]
        assert [one.facts.accrued_hkd for one in expected.quarters] == [None] * 3
        assert [one.facts.accrued_hkd for one in found.quarters] == [D("0.00"), D("0.00"), D("86356.16")]
        assert found.partners == expected.partners

    def test_a_fund_without_a_closing_has_no_quarter(self, cast):
        forming = programme.founded(cast, programme.scheme(), code="ridge", ce_number="BQK314")
        found = fee_comparison.of(forming, SEPTEMBER)
        assert (found.quarters, found.agreed, found.sums.cap_hkd) == ((), None, D("0.00"))


class TestAsKnownThen:
    def test_a_concession_ends_and_an_offset_stands_as_they_did(self, cast, fund):
        found = approve(cast, concession(cast, fund))
        withdrawn = offset(cast, fund, "100.00")
        then = now()
        before = fee_facts.position(fund, JUNE, known_at=then)
        fee_concessions.end(
            concession=found, to_date=date(2025, 5, 31), reason="The letter ends", by=cast.manager, at=AT
        )
        fee_offsets.withdraw(offset=withdrawn, reason="Another fund's", by=cast.officer, at=AT)
        again, after = fee_facts.position(fund, JUNE, known_at=then), fee_facts.position(fund, JUNE)
        assert (again.concessions, again.offsets) == (before.concessions, before.offsets)
        assert ((JUNE, D("50.00")),) == before.offsets
        ends = [one.to_date for kept in after.concessions.values() for one in kept]
        assert (ends, after.offsets) == ([date(2025, 5, 31)], ())
