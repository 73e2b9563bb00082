"""Closings: the Government's commitment is derived, never typed, at every threshold (R1, R4 to R6, R18, A7 to A10)."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction

from funds import selectors
from funds.models import Closing, Commitment, Fund, LedgerAccount, Selection
from funds.services import closings
from itvf.errors import InputRefused, NotPermitted, RuleBroken, WrongStage
from itvf.models import AuditEvent
from tests import programme
from tests.funds import registered

pytestmark = pytest.mark.django_db

D = Decimal
GP = ("gp", "15000000.00")


@pytest.fixture(scope="module")
def standing(held):
    cast, scheme = programme.enrol(), programme.scheme()
    return SimpleNamespace(cast=cast, scheme=scheme)


@pytest.fixture
def fund(cast, scheme):
    return programme.founded(cast, scheme)


def government(fund) -> Decimal:
    return selectors.register(fund).government_hkd


def complete(cast, closing, *, day=programme.CLOSED):
    return closings.complete(closing=closing, by=cast.manager, at=programme.at(day))


def codes(refusal) -> list[str]:
    return [breach.code for breach in refusal.value.breaches]


class TestTheGovernmentsPart:
    """What completing a closing derives; the others' money includes the GP's HK$15m."""

    @pytest.mark.parametrize(
        ("others", "expected"),
        [
            ("434999999.99", "0"),  # 449,999,999.99 in all: below R4's floor
            ("435000000.00", "150000000.00"),  # 450m
            ("435000000.01", "150000000.00"),  # a third of a cent more
            ("435000000.03", "150000000.01"),
            ("734999999.99", "249999999.99"),  # 749,999,999.99: a third, rounded down
            ("735000000.00", "250000000.00"),  # 750m
            ("735000000.03", "250000000.00"),  # above: the ceiling
            ("935000000.00", "250000000.00"),
        ],
    )
    def test_is_a_third_between_floor_and_ceiling(self, cast, fund, others, expected):
        # the GP's part is 24m here, 2% of HK$1,200m, and the rest makes up the table's sum
        gp = ("gp", "24000000.00")
        rest = D(others) - D("9000000.00")
        programme.closed(cast, fund, [gp, ("private", str(rest))])
        assert government(fund) == D(expected)

    def test_is_nothing_below_the_floor_and_the_closing_stands(self, cast, fund):
        closing = programme.closed(cast, fund, [GP, ("private", "434999999.99")])
        fund.refresh_from_db()
        assert closing.stage == Closing.Stage.COMPLETED
        assert [breach["code"] for breach in closing.working["breaches"]] == ["too_little_raised"]
        assert fund.stage == Fund.Stage.OPEN
        assert fund.government_admitted_date is None
        assert fund.selection.stage == Selection.Stage.SELECTED
        assert fund.selection.reserved_hkd == D("150000000.00")

    def test_leaves_public_bodies_money_out(self, cast, fund):
        programme.closed(cast, fund, [GP, ("private", "434999999.99"), ("public_body", "100000000.00")])
        assert government(fund) == 0

    def test_counts_the_gp_s_affiliates(self, cast, fund):
        programme.closed(cast, fund, [GP, ("gp_affiliate", "135000000.00"), ("private", "300000000.00")])
        assert government(fund) == D("150000000.00")

    def test_leaves_the_gp_s_money_out_of_the_base_where_the_agreement_says_so(self, cast, scheme):
        fund = programme.founded(cast, scheme, gp_money_is_matched=False)
        programme.closed(cast, fund, [GP, ("private", "450000000.00")])
        assert government(fund) == D("150000000.00")

    def test_below_its_own_floor_is_refused(self, cast, scheme):
        fund = programme.founded(cast, scheme, gp_money_is_matched=False)
        closing = programme.signed(cast, fund, [GP, ("private", "449999999.97")])
        with pytest.raises(RuleBroken) as refusal:
            complete(cast, closing)
        assert codes(refusal) == ["below_floor"]
        assert not Commitment.objects.filter(partner__kind="government").exists()

    def test_rises_with_a_later_closing_by_the_difference(self, cast, fund):
        programme.closed(cast, fund, [("gp", "20000000.00"), ("private", "430000000.00")])
        programme.closed(cast, fund, [("private", "300000000.00")], day=date(2025, 6, 30))
        rows = Commitment.objects.filter(fund=fund, partner__kind="government").order_by("id")
        assert list(rows.values_list("amount_hkd", flat=True)) == [D("150000000.00"), D("100000000.00")]
        assert government(fund) == D("250000000.00")
        fund.refresh_from_db()
        assert fund.first_closing_date == programme.CLOSED

    def test_comes_at_the_closing_that_reaches_the_floor(self, cast, fund):
        programme.closed(cast, fund, [GP, ("private", "300000000.00")])
        assert government(fund) == 0
        programme.closed(cast, fund, [("private", "135000000.00")], day=date(2025, 6, 30))
        fund.refresh_from_db()
        assert government(fund) == D("150000000.00")
        assert fund.government_admitted_date == date(2025, 6, 30)
        assert fund.first_closing_date == programme.CLOSED

    def test_runs_the_periods_from_the_first_closing(self, cast, fund):
        programme.closed(cast, fund)
        fund.refresh_from_db()
        periods = selectors.periods(fund)
        assert (periods.investment_period_end, periods.term_end) == (date(2030, 3, 30), date(2035, 3, 30))


class TestTheEnvelope:
    """HK$1,500m for all funds together (R1)."""

    def fill(self, cast, scheme, left: str):
        """Uses the envelope up to `left`: four funds of 250m and two whose parts leave just that."""
        numbers = iter(range(100, 200))
        for number in range(4):
            seats = [("gp", "20000000.00"), ("private", "730000000.00")]
            programme.opened(cast, scheme, seats, code=f"full{number}", ce_number=f"AAA{next(numbers)}")
        rest = D("500000000.00") - D(left)
        for number, part in enumerate((D("150000000.00"), rest - D("150000000.00"))):
            seats = [("gp", "20000000.00"), ("private", str(part * 3 - D("20000000.00")))]
            programme.opened(cast, scheme, seats, code=f"part{number}", ce_number=f"AAA{next(numbers)}")

    def test_holds_a_selection_that_fits_to_the_cent(self, cast, scheme):
        self.fill(cast, scheme, "150000000.00")
        programme.selected(cast, scheme, code="last", ce_number="ZZZ999")
        assert selectors.envelope(scheme, selectors.terms_in_force(scheme, programme.CLOSED)).left_hkd == 0

    def test_refuses_a_selection_a_cent_beyond(self, cast, scheme):
        self.fill(cast, scheme, "149999999.99")
        with pytest.raises(RuleBroken) as refusal:
            programme.selected(cast, scheme, code="last", ce_number="ZZZ999")
        (breach,) = refusal.value.breaches
        assert (breach.rule, breach.code) == ("R1", "envelope_short")
        assert breach.facts["left_hkd"] == D("149999999.99")
        assert not Selection.objects.filter(reference="SEL-last").exists()

    @pytest.mark.parametrize(("others", "is_refused"), [("450000000.00", False), ("450000000.03", True)])
    def test_gives_the_last_fund_what_is_left_and_no_cent_more(self, cast, scheme, others, is_refused):
        self.fill(cast, scheme, "150000000.00")
        fund = programme.founded(cast, scheme, code="last", ce_number="ZZZ999")
        closing = programme.signed(cast, fund, [GP, ("private", str(D(others) - D("15000000.00")))])
        if is_refused:
            with pytest.raises(RuleBroken) as refusal:
                complete(cast, closing)
            assert codes(refusal) == ["envelope_short"]
            assert government(fund) == 0
            registered.authorised(cast, fund, "short_envelope", "0.01")  # the cent that lacks of 1 : 3 (R6)
            stood = complete(cast, closing)
            assert government(fund) == D("150000000.00")
            assert [one["code"] for one in stood.working["breaches"]] == ["envelope_short"]
        else:
            complete(cast, closing)
            assert government(fund) == D("150000000.00")


class TestComplete:
    def test_opens_the_fund_and_its_accounts_and_frees_the_reservation(self, cast, fund):
        programme.closed(cast, fund)
        fund.refresh_from_db()
        fund.selection.refresh_from_db()
        assert (fund.stage, fund.government_admitted_date) == (Fund.Stage.OPEN, programme.CLOSED)
        assert (fund.selection.stage, fund.selection.reserved_hkd) == (Selection.Stage.CLOSED, D(0))
        assert LedgerAccount.objects.filter(book__fund=fund, partner__isnull=False).count() == 2 * 4
        assert not fund.book.entries.exists()  # commitments are not postings

    def test_puts_the_working_on_record(self, cast, fund):
        closing = programme.closed(cast, fund)
        event = AuditEvent.objects.get(verb="closing.complete")
        assert (event.actor, event.chain) == (cast.manager, fund.chain)
        assert event.facts["government_hkd"] == closing.working["government_hkd"] == "150000000.00"
        assert event.facts["fund_size_hkd"] == "600000000.00"

    @pytest.mark.parametrize(("gp", "is_refused"), [("11999999.99", True), ("12000000.00", False)])
    def test_asks_the_gp_for_two_per_cent_of_the_whole_fund(self, cast, fund, gp, is_refused):
        closing = programme.signed(cast, fund, [("gp", gp), ("private", str(D("450000000.00") - D(gp)))])
        if is_refused:
            with pytest.raises(RuleBroken) as refusal:
                complete(cast, closing)
            assert codes(refusal) == ["gp_commitment_too_small"]
        else:
            complete(cast, closing)

    @pytest.mark.parametrize("lacking", ["is_accepted", "is_unconditional"])
    def test_takes_firm_commitments_only(self, cast, fund, lacking):
        closing = programme.signed(cast, fund)
        closing.commitments.filter(partner__kind="gp").update(**{lacking: False})
        with pytest.raises(RuleBroken) as refusal:
            complete(cast, closing)
        assert codes(refusal) == ["commitment_not_firm"]

    def test_names_every_refusal_at_once_and_writes_nothing(self, cast, fund):
        closing = programme.signed(cast, fund, [("gp", "1000000.00"), ("private", "449000000.00")])
        closing.commitments.filter(partner__kind="gp").update(is_accepted=False)
        events = AuditEvent.objects.count()
        with pytest.raises(RuleBroken) as refusal:
            complete(cast, closing)
        assert codes(refusal) == ["commitment_not_firm", "gp_commitment_too_small"]
        closing.refresh_from_db()
        fund.refresh_from_db()
        assert (closing.stage, fund.stage) == (Closing.Stage.DRAFT, Fund.Stage.FORMING)
        assert closing.working == {}
        assert AuditEvent.objects.count() == events

    def test_takes_another_person_than_its_drafter(self, cast, fund):
        closing = programme.signed(cast, fund)
        Closing.objects.filter(pk=closing.pk).update(drafted_by=cast.manager)
        with pytest.raises(NotPermitted) as refusal:
            complete(cast, closing)
        assert refusal.value.code == "maker_is_checker"

    def test_requires_its_permission(self, cast, fund):
        closing = programme.signed(cast, fund)
        for person in (cast.officer, cast.maker, cast.auditor, cast.stranger):
            with pytest.raises(NotPermitted):
                closings.complete(closing=closing, by=person, at=programme.at(programme.CLOSED))

    def test_happens_once(self, cast, fund):
        closing = programme.closed(cast, fund)
        with pytest.raises(WrongStage):
            complete(cast, closing)
        assert government(fund) == D("150000000.00")

    def test_waits_for_its_own_date(self, cast, fund):
        closing = programme.signed(cast, fund)
        with pytest.raises(InputRefused) as refusal:
            complete(cast, closing, day=date(2025, 3, 30))
        assert refusal.value.code == "closing_not_yet"

    def test_is_refused_where_nobody_signed(self, cast, fund):
        closing = closings.draft(
            fund=fund, closing_date=programme.CLOSED, by=cast.officer, at=programme.at(programme.CLOSED)
        )
        with pytest.raises(InputRefused) as refusal:
            complete(cast, closing)
        assert refusal.value.code == "empty_closing"

    def test_asks_for_the_government_s_seat(self, cast, fund):
        closing = programme.signed(cast, fund)
        fund.partners.filter(kind="government").delete()
        with pytest.raises(InputRefused) as refusal:
            complete(cast, closing)
        assert refusal.value.code == "government_seat_missing"


class TestSign:
    def sign(self, cast, closing, partner, **changes):
        about = {
            "amount_hkd": D("1000000.00"),
            "signed_date": programme.CLOSED,
            "is_accepted": True,
            "is_unconditional": True,
            "by": cast.officer,
        }
        return closings.sign(closing=closing, partner=partner, at=programme.at(programme.CLOSED), **about | changes)

    @pytest.fixture
    def closing(self, cast, fund):
        return closings.draft(
            fund=fund, closing_date=programme.CLOSED, by=cast.officer, at=programme.at(programme.CLOSED)
        )

    @pytest.fixture
    def seat(self, cast, fund):
        return programme.partner(cast, fund, "private", "Alpha Example")

    def test_adds_a_commitment_and_puts_it_on_record(self, cast, closing, seat):
        commitment = self.sign(cast, closing, seat)
        event = AuditEvent.objects.get(verb="commitment.sign")
        assert (event.subject_id, event.actor) == (str(commitment.pk), cast.officer)
        assert event.facts == {"amount_hkd": "1000000.00"}

    def test_refuses_the_government_s(self, cast, closing, fund):
        with pytest.raises(InputRefused) as refusal:
            self.sign(cast, closing, fund.partners.get(kind="government"))
        assert refusal.value.code == "government_is_derived"

    @pytest.mark.parametrize("amount", ["0.00", "-1.00"])
    def test_refuses_what_is_not_above_zero(self, cast, closing, seat, amount):
        with pytest.raises(InputRefused) as refusal:
            self.sign(cast, closing, seat, amount_hkd=D(amount))
        assert refusal.value.code == "not_positive"

    @pytest.mark.parametrize("amount", [1.5, D("1.005"), D("NaN")])
    def test_refuses_what_is_no_amount_of_money(self, cast, closing, seat, amount):
        with pytest.raises(InputRefused):
            self.sign(cast, closing, seat, amount_hkd=amount)
        assert not closing.commitments.exists()

    def test_refuses_a_signature_after_the_closing(self, cast, closing, seat):
        with pytest.raises(InputRefused) as refusal:
            self.sign(cast, closing, seat, signed_date=date(2025, 4, 1))
        assert refusal.value.code == "signed_after_closing"

    def test_refuses_a_second_signature_of_one_partner(self, cast, closing, seat):
        self.sign(cast, closing, seat)
        with pytest.raises(InputRefused) as refusal:
            self.sign(cast, closing, seat)
        assert refusal.value.code == "commitment_stands"

    def test_refuses_a_partner_of_another_fund(self, cast, scheme, closing):
        other = programme.founded(cast, scheme, code="ridge", ce_number="BQK314")
        with pytest.raises(InputRefused):
            self.sign(cast, closing, programme.partner(cast, other, "private", "Beta Example"))

    def test_requires_its_permission(self, cast, closing, seat):
        for person in (cast.manager, cast.maker, cast.auditor, cast.stranger):
            with pytest.raises(NotPermitted):
                self.sign(cast, closing, seat, by=person)
        assert not closing.commitments.exists()

    def test_can_be_taken_back_while_the_closing_is_a_draft(self, cast, closing, seat):
        commitment = self.sign(cast, closing, seat)
        closings.unsign(
            commitment=commitment, by=cast.officer, at=programme.at(programme.CLOSED), reason="Typed wrongly"
        )
        assert not closing.commitments.exists()
        assert AuditEvent.objects.get(verb="commitment.unsign").facts["amount_hkd"] == "1000000.00"

    def test_stands_once_the_closing_is_completed(self, cast, fund):
        closing = programme.closed(cast, fund)
        with pytest.raises(WrongStage):
            closings.unsign(
                commitment=closing.commitments.first(), by=cast.officer, at=programme.at(programme.CLOSED), reason="No"
            )


class TestDraft:
    def draft(self, cast, fund, day):
        return closings.draft(fund=fund, closing_date=day, by=cast.officer, at=programme.at(day))

    def test_stands_alone(self, cast, fund):
        self.draft(cast, fund, programme.CLOSED)
        with pytest.raises(InputRefused) as refusal:
            self.draft(cast, fund, programme.CLOSED)
        assert refusal.value.code == "draft_closing_stands"

    def test_makes_room_when_it_is_withdrawn(self, cast, fund):
        closing = self.draft(cast, fund, programme.CLOSED)
        closings.withdraw(closing=closing, by=cast.officer, at=programme.at(programme.CLOSED), reason="A wrong date")
        assert AuditEvent.objects.get(verb="closing.withdraw").reason == "A wrong date"
        assert self.draft(cast, fund, programme.CLOSED).number == 2

    def test_comes_in_the_order_of_dates(self, cast, fund):
        programme.closed(cast, fund, [GP, ("private", "100000000.00")])
        with pytest.raises(InputRefused) as refusal:
            self.draft(cast, fund, date(2025, 3, 30))
        assert refusal.value.code == "closing_out_of_order"

    def test_is_refused_until_what_was_called_is_due(self, cast, fund):
        programme.closed(cast, fund)
        programme.issued(cast, fund)
        with pytest.raises(InputRefused) as refusal:
            self.draft(cast, fund, programme.DUE)
        assert refusal.value.code == "call_still_due"

    def test_requires_its_permission(self, cast, fund):
        with pytest.raises(NotPermitted):
            closings.draft(fund=fund, closing_date=programme.CLOSED, by=cast.maker, at=programme.at(programme.CLOSED))


class TestTheDatabase:
    def test_refuses_a_typed_commitment_of_the_government(self, cast, fund):
        closing = programme.signed(cast, fund)
        with transaction.atomic():
            Commitment.objects.create(
                closing=closing,
                fund=fund,
                partner=fund.partners.get(kind="government"),
                amount_hkd=D("1.00"),
                signed_date=programme.CLOSED,
                is_accepted=True,
                is_unconditional=True,
                is_derived=True,
            )
            with pytest.raises(IntegrityError, match="derived"):
                connection.check_constraints()
            transaction.set_rollback(True)
