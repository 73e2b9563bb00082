"""The whole portfolio through the API: the board, R26, R31, money called and not invested, confirmations that wait."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from funds import selectors
from funds.api.schemes import OnDay
from funds.models import Fund, Scheme
from investments import board, oversight
from investments.api.words import sentence
from investments.rules import start_ups, uninvested
from itvf.api_exact import Fraction, Units
from itvf.api_fields import Explained, ExplainedOfProgramme, Input, Json, Money, read
from itvf.dates import today
from itvf.money import total


class BoardIn(Input):
    """What the board is narrowed to and how it is ordered; `-` before an order turns it round."""

    on = serializers.DateField(required=False)
    fund = serializers.SlugField(required=False)
    sector = serializers.CharField(max_length=60, required=False, default="")
    stage = serializers.CharField(max_length=40, required=False, default="")
    place = serializers.ChoiceField(board.PLACES, required=False, default="")
    state = serializers.ChoiceField(board.STATES, required=False, default="")
    light = serializers.ChoiceField(board.LIGHTS, required=False, default="")
    text = serializers.CharField(max_length=120, required=False, default="")
    order = serializers.CharField(max_length=20, required=False, default="fund")
    page = serializers.IntegerField(min_value=1, max_value=100000, required=False, default=1)


class LightOut(serializers.Serializer):
    """One reason to look at a holding, in the reader's language."""

    subject = serializers.CharField()
    light = serializers.ChoiceField(board.LIGHTS)
    message = serializers.SerializerMethodField()
    facts = Json()

    def get_message(self, found) -> str:
        """The sentence."""
        return sentence(found.subject, found.template, found.facts)


class BoardRowOut(serializers.Serializer):
    """What one fund holds and held of one company, its lots together."""

    fund = serializers.CharField(source="fund_code")
    company = serializers.IntegerField(source="company_id")
    company_name = serializers.CharField()
    company_name_zh_hant = serializers.CharField()
    sector = serializers.CharField()
    stage = serializers.CharField()
    place = serializers.ChoiceField(board.PLACES)
    instruments = serializers.ListField(child=serializers.CharField())
    lots = serializers.IntegerField()
    first_date = serializers.DateField()
    state = serializers.ChoiceField(board.STATES)
    original_cost_hkd = Money()
    cost_hkd = Money()
    fair_value_hkd = Money()
    realised_hkd = Money()
    multiple = serializers.CharField(allow_null=True)
    units = Units()
    ownership_rate = Fraction(allow_null=True)
    diluted_rate = Fraction(allow_null=True)
    undertaken_hkd = Money(allow_null=True)
    reported_hkd = Money(allow_null=True)
    accepted_hkd = Money(allow_null=True)
    rejected_hkd = Money(allow_null=True)
    expected_spend_hkd = Money(allow_null=True)
    valued_date = serializers.DateField(allow_null=True)
    valuation_age_days = serializers.IntegerField(allow_null=True)
    breaches = serializers.ListField(child=serializers.CharField())
    consents = serializers.ListField(child=serializers.CharField())
    light = serializers.ChoiceField(board.LIGHTS)
    lights = LightOut(many=True)
    explained = Explained(
        {
            "original_cost_hkd": ("holding", "company-{0.company_id}/paid"),
            "cost_hkd": ("holding", "company-{0.company_id}/cost"),
            "fair_value_hkd": ("holding", "company-{0.company_id}/value"),
            "realised_hkd": ("holding", "company-{0.company_id}/back"),
            "multiple": ("holding", "company-{0.company_id}/multiple"),
            "undertaken_hkd": ("spend", "company-{0.company_id}/undertaken"),
            "reported_hkd": ("spend", "company-{0.company_id}/reported"),
            "accepted_hkd": ("spend", "company-{0.company_id}/accepted"),
            "rejected_hkd": ("spend", "company-{0.company_id}/rejected"),
            "expected_spend_hkd": ("spend", "company-{0.company_id}/expected"),
        },
        fund="fund_code",
    )


class BoardTotalsOut(serializers.Serializer):
    """All that the filters leave."""

    holdings = serializers.IntegerField()
    funds = serializers.IntegerField()
    companies = serializers.IntegerField()
    original_cost_hkd = Money()
    cost_hkd = Money()
    fair_value_hkd = Money()
    realised_hkd = Money()
    by_state = Json()
    by_light = Json()
    explained = ExplainedOfProgramme(
        {
            "original_cost_hkd": ("board", "paid/{0.filters}"),
            "cost_hkd": ("board", "cost/{0.filters}"),
            "fair_value_hkd": ("board", "value/{0.filters}"),
            "realised_hkd": ("board", "back/{0.filters}"),
        }
    )


class BoardOut(serializers.Serializer):
    """One page of the board with the totals of all pages."""

    on = serializers.DateField()
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    totals = BoardTotalsOut()
    rows = BoardRowOut(many=True)


class PortfolioBoard(APIView):
    """The portfolio board: staff read every fund, a GP its own. Two statements whatever the size."""

    @extend_schema(parameters=[BoardIn], responses=BoardOut)
    def get(self, request):
        given = read(BoardIn, request.query_params.dict())
        on, order, page = given.pop("on", None) or today(), given.pop("order"), given.pop("page")
        if code := given.pop("fund", None):
            given["fund"] = get_object_or_404(Fund.objects.books_open_to(request.user), code=code).pk
        found = board.board(request.user, on, board.Filters(**given), order=order, page=page)
        shown = {name: getattr(found, name) for name in ("page", "pages", "totals", "rows")}
        return Response(BoardOut({"on": on} | shown, context={"on": on}).data)


class KpiPaymentOut(serializers.Serializer):
    """One payment for an investment, by whose money it was; null where a fact that decides is not on record."""

    fund = serializers.CharField(source="payment.fund")
    company = serializers.IntegerField(source="payment.company_id")
    company_name = serializers.CharField(source="payment.company")
    paid_date = serializers.DateField(source="payment.paid_date")
    amount_hkd = Money(source="payment.amount_hkd")
    is_start_up = serializers.BooleanField(source="payment.is_start_up", allow_null=True)
    is_local = serializers.BooleanField(source="payment.is_local", allow_null=True)
    private_hkd = Money()
    government_hkd = Money()
    public_hkd = Money()
    explained = ExplainedOfProgramme(
        {
            "amount_hkd": ("invested", "cost/payment-{0.payment.event}"),
            "private_hkd": ("invested", "private/payment-{0.payment.event}"),
            "government_hkd": ("invested", "government/payment-{0.payment.event}"),
            "public_hkd": ("invested", "public/payment-{0.payment.event}"),
        }
    )


class KpiOut(serializers.Serializer):
    """R26 as A24 defines it: private money in local start-ups, with Government money beside it."""

    on = serializers.DateField()
    rule = serializers.CharField()
    assumption = serializers.CharField()
    opening_hkd = Money()
    private_hkd = Money()
    government_hkd = Money()
    public_hkd = Money()
    unknown_hkd = Money()
    total_hkd = Money()
    target_hkd = Money()
    missing_hkd = Money()
    share_rate = Fraction(allow_null=True)
    explained = ExplainedOfProgramme(
        {
            "opening_hkd": ("kpi", ""),
            "private_hkd": ("private-investment", ""),
            "government_hkd": ("invested", "government"),
            "public_hkd": ("invested", "public"),
            "unknown_hkd": ("invested", "unknown"),
            "total_hkd": ("kpi", ""),
            "target_hkd": ("kpi-missing", ""),
            "missing_hkd": ("kpi-missing", ""),
        }
    )
    payments = KpiPaymentOut(many=True, source="splits")


class Kpi(APIView):
    """Cumulative private investment (R26), for staff."""

    @extend_schema(parameters=[OnDay], responses=KpiOut)
    def get(self, request):
        on = _day(request, staff_only=True)
        scheme = get_object_or_404(Scheme.objects.filter(instrument="lp").order_by("id")[:1])
        terms = selectors.terms_in_force(scheme, on)
        found = oversight.measure_kpi(Fund.objects.filter(selection__scheme=scheme), terms, on)
        names = ("opening_hkd", "private_hkd", "government_hkd", "public_hkd", "unknown_hkd", "total_hkd")
        names += ("target_hkd", "missing_hkd", "share_rate", "splits")
        figures = {name: getattr(found, name) for name in names}
        return Response(KpiOut({"on": on, "rule": "R26", "assumption": "A24"} | figures, context={"on": on}).data)


class ArrivalOut(serializers.Serializer):
    """What R31 counts of a company, and why."""

    company = serializers.IntegerField(source="investee.company_id")
    company_name = serializers.CharField(source="investee.name")
    place_of_incorporation = serializers.CharField(source="investee.place_of_incorporation")
    first_proposed = serializers.DateField(source="investee.first_proposed")
    here_since = serializers.DateField(source="investee.here_since", allow_null=True)
    jobs = serializers.IntegerField(source="investee.jobs", allow_null=True)
    state = serializers.CharField()


class StartUpsOut(serializers.Serializer):
    """R31: how many start-ups the programme brought to Hong Kong, company by company."""

    on = serializers.DateField()
    brought = serializers.IntegerField()
    companies = ArrivalOut(many=True)


class StartUps(APIView):
    """Start-ups brought to Hong Kong (R31), for staff."""

    @extend_schema(parameters=[OnDay], responses=StartUpsOut)
    def get(self, request):
        on = _day(request, staff_only=True)
        found = oversight.arrivals(Fund.objects.all(), on)
        return Response(StartUpsOut({"on": on, "brought": start_ups.brought(found), "companies": found}).data)


class UninvestedCallOut(serializers.Serializer):
    """What is not invested of one call, its age from the due date, and the day by which it goes back."""

    fund = serializers.CharField(source="fund.code")
    call_number = serializers.IntegerField(source="left.number")
    due_date = serializers.DateField(source="left.due_date")
    called_hkd = Money(source="left.called_hkd")
    left_hkd = Money(source="left.left_hkd")
    age_days = serializers.IntegerField(source="left.age_days")
    return_by = serializers.DateField(source="left.return_by")
    explained = Explained(
        dict.fromkeys(("called_hkd", "left_hkd"), ("uninvested", "{0.left.number}")), fund="fund.code"
    )
    state = serializers.ChoiceField((uninvested.WAITING, uninvested.SOON, uninvested.OVERDUE), source="left.state")


class UninvestedOut(serializers.Serializer):
    """A19: what was called for investments and is not invested, the oldest first."""

    on = serializers.DateField()
    left_hkd = Money()
    calls = UninvestedCallOut(many=True)
    explained = ExplainedOfProgramme({"left_hkd": ("uninvested", "")})


class Uninvested(APIView):
    """Money called for investments and not invested (A19): staff read every fund, a GP its own."""

    @extend_schema(parameters=[OnDay], responses=UninvestedOut)
    def get(self, request):
        on = _day(request)
        found = oversight.aged_list(Fund.objects.books_open_to(request.user), on)
        whole = total(one.left.left_hkd for one in found)
        return Response(UninvestedOut({"on": on, "left_hkd": whole, "calls": found}, context={"on": on}).data)


class UnconfirmedOut(serializers.Serializer):
    """A holding whose yearly confirmation is due, or whose last one differs from the record."""

    investment = serializers.IntegerField(source="investment.pk")
    fund = serializers.CharField(source="investment.fund.code")
    company_name = serializers.CharField(source="investment.company.name_en")
    last_confirmed_date = serializers.DateField(source="last.as_of_date", allow_null=True, default=None)
    due_date = serializers.DateField()
    differs = serializers.BooleanField()


class UnconfirmedListOut(serializers.Serializer):
    """Holdings that wait for their confirmation, the longest due first."""

    on = serializers.DateField()
    holdings = UnconfirmedOut(many=True)


class Unconfirmed(APIView):
    """Holdings that wait for their yearly confirmation: staff read every fund, a GP its own."""

    @extend_schema(parameters=[OnDay], responses=UnconfirmedListOut)
    def get(self, request):
        on = _day(request)
        found = oversight.unconfirmed(Fund.objects.books_open_to(request.user), on)
        return Response(UnconfirmedListOut({"on": on, "holdings": found}).data)


def _day(request, *, staff_only: bool = False):
    """The day asked for. The whole programme's figures are the Corporation's: nobody else finds them (404)."""
    if staff_only and not request.user.is_staff:
        raise Http404
    return read(OnDay, request.query_params.dict()).get("on") or today()
