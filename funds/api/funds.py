"""Funds: the list, one fund with its periods, register and balances, and what is computed from its books."""

import django_filters
from django.db.models import Max
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from funds import fee_facts, selectors
from funds.api.schemes import OnDay
from funds.models import FeeAccrual, Fund, FundAgreement, JournalEntry, LedgerAccount
from itvf.api_fields import Explained, Input, Json, Money, Rate, read
from itvf.dates import today

Code = LedgerAccount.Code
# The accounts that a fund's detail shows; a credit balance is turned round where people read it as positive.
HEADLINES = {
    "cash_hkd": ((Code.CASH,), 1),
    "suspense_hkd": ((Code.SUSPENSE,), -1),
    "called_hkd": ((Code.CAPITAL_CONTRIBUTED,), -1),
    "call_receivable_hkd": ((Code.CALL_RECEIVABLE,), 1),
    "investments_at_cost_hkd": ((Code.INVESTMENT_AT_COST, Code.INVESTMENT_CONVERTED), 1),
    "fee_payable_hkd": ((Code.FEE_PAYABLE,), -1),
}


class FundOut(serializers.Serializer):
    """A limited partnership fund."""

    code = serializers.CharField()
    name_en = serializers.CharField()
    name_zh_hant = serializers.CharField()
    cap637_number = serializers.CharField()
    manager = serializers.CharField(source="manager.name_en")
    stage = serializers.ChoiceField(Fund.Stage.choices)
    registered_date = serializers.DateField()
    first_closing_date = serializers.DateField(allow_null=True)
    government_admitted_date = serializers.DateField(allow_null=True)


class AgreementOut(serializers.Serializer):
    """The terms of the fund's agreement, bound to the scheme's terms of its signing.

    An empty `waterfall_clause` means the defaults of A5 and A6, an empty clause of a further hurdle the waterfall's;
    limits are null where the agreement sets none.
    """

    scheme_version = serializers.IntegerField(source="scheme_version.number")
    signed_date = serializers.DateField()
    signed_by_all = serializers.BooleanField()
    term_years = serializers.IntegerField()
    investment_period_years = serializers.IntegerField()
    fee_rate_during = Rate()
    fee_rate_after = Rate()
    fee_base_during = serializers.CharField()
    fee_base_after = serializers.CharField()
    carry_rate = Rate()
    hurdle_rate = Rate()
    catch_up_rate = Rate()
    second_hurdle_rate = Rate(allow_null=True)
    second_carry_rate = Rate(allow_null=True)
    second_catch_up_rate = Rate(allow_null=True)
    second_hurdle_clause = serializers.CharField()
    third_hurdle_rate = Rate(allow_null=True)
    third_carry_rate = Rate(allow_null=True)
    third_catch_up_rate = Rate(allow_null=True)
    third_hurdle_clause = serializers.CharField()
    waterfall_scope = serializers.CharField()
    tier_order = serializers.CharField()
    hurdle_compounding = serializers.CharField()
    hurdle_day_count = serializers.CharField()
    loss_make_up = serializers.BooleanField()
    gp_in_pool = serializers.BooleanField()
    carry_escrow_rate = Rate()
    waterfall_clause = serializers.CharField()
    gp_money_is_matched = serializers.BooleanField()
    follow_ons_after_period = serializers.BooleanField()
    company_limit_rate = Rate(allow_null=True)
    group_limit_rate = Rate(allow_null=True)
    follow_on_reserve_rate = Rate(allow_null=True)
    bridge_limit_rate = Rate(allow_null=True)
    bridge_months = serializers.IntegerField(allow_null=True)
    limits_clause = serializers.CharField()


class PeriodsOut(serializers.Serializer):
    """Investment period and term (R7), run from the first closing (A10)."""

    starts = serializers.DateField()
    investment_period_end = serializers.DateField()
    term_end = serializers.DateField()


class RegisterOut(serializers.Serializer):
    """Admitted commitments by kind of partner (A7)."""

    government_hkd = Money()
    gp_hkd = Money()
    gp_affiliate_hkd = Money()
    private_hkd = Money()
    public_hkd = Money()
    non_government_hkd = Money()
    total_hkd = Money()
    explained = Explained(
        {
            "government_hkd": ("committed", "kind-government"),
            "gp_hkd": ("committed", "kind-gp"),
            "gp_affiliate_hkd": ("committed", "kind-gp_affiliate"),
            "private_hkd": ("committed", "kind-private"),
            "public_hkd": ("committed", "kind-public_body"),
            "non_government_hkd": ("committed", "kind-non-government"),
            "total_hkd": ("committed", ""),
        }
    )


class BalancesOut(serializers.Serializer):
    """What the fund's book says today, from its journal."""

    cash_hkd = Money()
    suspense_hkd = Money()
    called_hkd = Money()
    call_receivable_hkd = Money()
    investments_at_cost_hkd = Money()
    fee_payable_hkd = Money()
    explained = Explained(
        {
            "cash_hkd": ("balance", "cash"),
            "suspense_hkd": ("balance", "suspense"),
            "called_hkd": ("called", ""),
            "call_receivable_hkd": ("outstanding", ""),
            "investments_at_cost_hkd": ("balance", "investment_at_cost"),
            "fee_payable_hkd": ("balance", "fee_payable"),
        }
    )


class FundDetailOut(FundOut):
    """One fund. `periods` is null before its first closing; `balances` is for staff and the fund's GP, else null."""

    registered_office = serializers.CharField()
    investment_manager = serializers.CharField()
    auditor = serializers.CharField()
    responsible_person = serializers.CharField()
    agreement = AgreementOut(source="terms", allow_null=True)
    periods = PeriodsOut(allow_null=True)
    register = RegisterOut()
    balances = BalancesOut(allow_null=True)


class FundFilter(django_filters.FilterSet):
    """By stage."""

    stage = django_filters.ChoiceFilter(choices=Fund.Stage.choices)


class Funds(ListAPIView):
    """The funds that you may see."""

    serializer_class = FundOut
    filterset_class = FundFilter
    queryset = Fund.objects.none()

    def get_queryset(self):
        return Fund.objects.visible_to(self.request.user).select_related("manager").order_by("-id")


class FundDetail(APIView):
    """One fund with its agreement, periods, register of commitments and balances."""

    @extend_schema(responses=FundDetailOut)
    def get(self, request, code):
        fund = get_object_or_404(Fund.objects.visible_to(request.user).select_related("manager"), code=code)
        agreement = FundAgreement.objects.select_related("scheme_version").filter(fund=fund).first()
        books_open = Fund.objects.books_open_to(request.user).filter(pk=fund.pk).exists()
        fund.terms = agreement
        fund.periods = selectors.periods(fund, agreement) if agreement else None
        fund.register = selectors.register(fund)
        fund.balances = headline_balances(fund) if books_open else None
        return Response(FundDetailOut(fund, context={"fund": fund.code}).data)


class AsKnown(Input):
    """An effective date, and the recorded time as of which the books are read."""

    as_of = serializers.DateField(required=False)
    known_at = serializers.DateTimeField(required=False)


class AccountBalanceOut(serializers.Serializer):
    """One account of the book; debits positive."""

    account = serializers.CharField(source="account__code")
    label = serializers.CharField(source="account__label")
    reference = serializers.CharField(source="account__reference")
    balance_hkd = Money()
    explained = Explained({"balance_hkd": ("account", "{0[account_id]}")})


class TrialBalanceOut(serializers.Serializer):
    """Every account of the book; the balances sum to zero."""

    as_of = serializers.DateField(allow_null=True)
    known_at = serializers.DateTimeField(allow_null=True)
    accounts = AccountBalanceOut(many=True)


class TrialBalance(APIView):
    """The fund's trial balance, as of an effective date and as known at a moment. For staff and the fund's GP."""

    @extend_schema(parameters=[AsKnown], responses=TrialBalanceOut)
    def get(self, request, code):
        fund = get_object_or_404(Fund.objects.books_open_to(request.user).select_related("book"), code=code)
        given = read(AsKnown, request.query_params.dict())
        moment = {"as_of": None, "known_at": None} | given
        accounts = selectors.trial_balance(fund.book, **moment)
        last = JournalEntry.objects.filter(book=fund.book).aggregate(day=Max("effective_date"))["day"]
        context = {"fund": fund.code, "on": moment["as_of"] or last, "known_at": moment["known_at"]}
        return Response(TrialBalanceOut({**moment, "accounts": accounts}, context=context).data)


class HurdleOut(serializers.Serializer):
    """What partners must still receive before any carry (R16), as A5 reads it."""

    rule = serializers.CharField()
    clause = serializers.CharField()
    assumptions = serializers.ListField(child=serializers.CharField())
    rate = Rate()
    on = serializers.DateField()
    capital_hkd = Money()
    hurdle_hkd = Money()
    explained = Explained({"capital_hkd": ("hurdle", ""), "hurdle_hkd": ("hurdle", "")})


class Hurdle(APIView):
    """The fund's hurdle at a date, computed from contributions and distributions in its book."""

    @extend_schema(parameters=[OnDay], responses=HurdleOut)
    def get(self, request, code):
        fund = get_object_or_404(Fund.objects.visible_to(request.user), code=code)
        given = read(OnDay, request.query_params.dict())
        agreement = selectors.agreement_of(fund)
        term = selectors.terms_of(agreement.scheme_version).term("minimum_hurdle_rate")
        found = fee_facts.hurdle_position(fund, given.get("on") or today())
        about = {"rule": term.rule, "clause": term.clause, "assumptions": ["A5"], "rate": agreement.hurdle_rate}
        figures = {"on": found.on, "capital_hkd": found.capital_hkd, "hurdle_hkd": found.hurdle_hkd}
        return Response(HurdleOut(about | figures, context={"fund": fund.code, "on": found.on}).data)


class FeeAccrualOut(serializers.Serializer):
    """One quarter's management fee beside the cap of R14; `working` shows base, rate and days."""

    period_start = serializers.DateField()
    period_end = serializers.DateField()
    fee_hkd = Money()
    cap_hkd = Money()
    working = Json()
    accrued_at = serializers.DateTimeField()
    explained = Explained({"fee_hkd": ("fee", "{0.period_end}"), "cap_hkd": ("fee-cap", "{0.period_end}")})


class FeeAccruals(ListAPIView):
    """The fund's management fees as accrued from its book, with their working."""

    serializer_class = FeeAccrualOut
    queryset = FeeAccrual.objects.none()

    def get_queryset(self):
        fund = get_object_or_404(Fund.objects.visible_to(self.request.user), code=self.kwargs["code"])
        return fund.fee_accruals.standing().order_by("-id")


def headline_balances(fund: Fund) -> dict:
    """The figures of `BalancesOut`, in one query."""
    sums = selectors.balances_by_code(fund)
    return {name: sign * sum(sums.get(code, 0) for code in codes) for name, (codes, sign) in HEADLINES.items()}
