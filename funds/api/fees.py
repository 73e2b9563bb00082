"""The management fee of a fund, quarter by quarter: computed, capped, charged, called, paid; over-charges by day."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from funds import fee_comparison
from funds.api.funds import AsKnown
from funds.models import Fund, Partner
from funds.rules import fee_comparison as rules
from itvf.api_fields import Explained, Money, Rate, read
from itvf.dates import today


class FeeStepOut(serializers.Serializer):
    """The fee's rate from a day on, until the next step or the switch after the investment period."""

    date = serializers.DateField()
    rate = Rate()


class FeeAgreedOut(serializers.Serializer):
    """How the agreement sets the fee; the cap of R14 binds whatever it says."""

    rate_during = Rate()
    rate_after = Rate()
    base_during = serializers.CharField()
    base_after = serializers.CharField()
    investment_period_end_date = serializers.DateField()
    steps = FeeStepOut(many=True)


class FeeDaysOut(serializers.Serializer):
    """Days in a row with one base and one rate."""

    start_date = serializers.DateField()
    end_date = serializers.DateField()
    days = serializers.IntegerField()
    base_hkd = Money()
    rate = Rate()


class OverChargeDaysOut(serializers.Serializer):
    """Days in a row with one base allowed and one base charged; `per_day_hkd` is rounded to the cent."""

    start_date = serializers.DateField()
    end_date = serializers.DateField()
    days = serializers.IntegerField()
    allowed_base_hkd = Money()
    charged_base_hkd = Money()
    allowed_hkd = Money()
    charged_hkd = Money()
    excess_hkd = Money()
    per_day_hkd = Money()


class FeeBasisOut(serializers.Serializer):
    """A reading of the agreement, or of the scheme's rate, that gives the charge to the cent."""

    base = serializers.CharField()
    calendar = serializers.CharField()
    proration = serializers.CharField()
    rates = serializers.ListField(child=Rate())


class OverChargeOut(serializers.Serializer):
    """What the charge has above the cap. Without `basis` the charge is spread evenly, on the base that it implies."""

    excess_hkd = Money()
    days = serializers.IntegerField()
    per_day_hkd = Money()
    implied_base_hkd = Money()
    basis = FeeBasisOut(allow_null=True)
    stretches = OverChargeDaysOut(many=True)


BORNE = ("gross", "concession", "brought", "offset", "used", "carried", "net")


class PartnerFeeOut(serializers.Serializer):
    """What one partner bears of the fee: share less concession less offsets used."""

    partner = serializers.IntegerField(source="id")
    partner_name = serializers.CharField()
    commitment_hkd = Money()
    gross_hkd = Money()
    concession_hkd = Money()
    brought_hkd = Money()
    offset_hkd = Money()
    used_hkd = Money()
    carried_hkd = Money()
    net_hkd = Money()
    explained = Explained(
        {"commitment_hkd": ("committed", "{0[id]}")}
        | {f"{name}_hkd": ("fee-line", f"{{0[end_date]}}/{{0[id]}}-{name}") for name in BORNE}
    )


class FeeSumsOut(serializers.Serializer):
    """Figures from the first quarter on; a quarter that was not reported adds nothing to the charge."""

    computed_hkd = Money()
    cap_hkd = Money()
    charged_hkd = Money()
    called_hkd = Money()
    paid_hkd = Money()
    over_charge_hkd = Money()


class FeesToDateOut(FeeSumsOut):
    """The same to the day asked about, each of which opens quarter by quarter."""

    explained = Explained(
        {f"{name}_hkd": ("fee-line", name) for name in ("computed", "cap", "charged", "called", "paid")}
        | {"over_charge_hkd": ("fee-line", "above-cap")}
    )


class FeeQuarterOut(serializers.Serializer):
    """One quarter. `computed_hkd` is the lower of fee and cap, less concessions and offsets; null is not reported."""

    start_date = serializers.DateField(source="facts.start_date")
    end_date = serializers.DateField(source="facts.end_date")
    status = serializers.ChoiceField(rules.STATUSES)
    fee_hkd = Money(source="facts.fee.fee_hkd")
    cap_hkd = Money(source="facts.cap.fee_hkd")
    computed_hkd = Money(source="facts.computed_hkd")
    accrued_hkd = Money(source="facts.accrued_hkd", allow_null=True)
    charged_hkd = Money(source="facts.charged_hkd", allow_null=True)
    called_hkd = Money(source="facts.called_hkd")
    paid_hkd = Money(source="facts.paid_hkd")
    above_computed_hkd = Money()
    over_charge = OverChargeOut(allow_null=True)
    fee_days = FeeDaysOut(source="facts.fee.segments", many=True)
    cap_days = FeeDaysOut(source="facts.cap.segments", many=True)
    partners = PartnerFeeOut(many=True)
    to_date = FeeSumsOut()
    explained = Explained(
        {
            "fee_hkd": ("fee-line", "{0[facts].end_date}/computed"),
            "cap_hkd": ("fee-line", "{0[facts].end_date}/cap"),
            "computed_hkd": ("fee-line", "{0[facts].end_date}/computed"),
            "accrued_hkd": ("fee-line", "{0[facts].end_date}/computed"),
            "charged_hkd": ("fee-line", "{0[facts].end_date}/charged"),
            "called_hkd": ("fee-line", "{0[facts].end_date}/called"),
            "paid_hkd": ("fee-line", "{0[facts].end_date}/paid"),
            "above_computed_hkd": ("fee-line", "{0[facts].end_date}/above-computed"),
            "over_charge": ("fee-line", "{0[facts].end_date}/above-cap"),
        }
    )


class FeesOut(serializers.Serializer):
    """The fund's fee, from its first closing to a day; the last quarter may run still."""

    rule = serializers.CharField()
    clause = serializers.CharField()
    assumptions = serializers.ListField(child=serializers.CharField())
    as_of = serializers.DateField()
    known_at = serializers.DateTimeField(allow_null=True)
    agreed = FeeAgreedOut(allow_null=True)
    sums = FeesToDateOut()
    quarters = FeeQuarterOut(many=True)


class Fees(APIView):
    """The fund's management fee beside the cap of R14, as of a day and as known at a moment. For staff and its GP."""

    @extend_schema(parameters=[AsKnown], responses=FeesOut)
    def get(self, request, code):
        fund = get_object_or_404(Fund.objects.books_open_to(request.user), code=code)
        given = read(AsKnown, request.query_params.dict())
        known_at = given.get("known_at")
        found = fee_comparison.of(fund, given.get("as_of") or today(), known_at=known_at)
        term = found.terms.term("maximum_management_fee_rate")
        about = {"rule": term.rule, "clause": term.clause, "assumptions": ["A3", "A4"]}
        moment = {"as_of": found.on, "known_at": known_at}
        figures = {"agreed": found.agreed, "sums": found.sums, "quarters": _quarters(found)}
        context = {"fund": fund.code, "on": found.on}
        return Response(FeesOut(about | moment | figures, context=context).data)


def _quarters(found: fee_comparison.FundFees) -> list[dict]:
    """Each quarter with its partners, named."""
    ids = {line.id for lines in found.partners.values() for line in lines}
    names = dict(Partner.objects.filter(pk__in=ids).values_list("pk", "name_en"))
    figures = [field for field in PartnerFeeOut().fields if field.endswith("_hkd")]
    return [
        {
            "facts": one.facts,
            "status": one.status,
            "above_computed_hkd": one.above_computed_hkd,
            "over_charge": one.over_charge,
            "to_date": one.to_date,
            "partners": [
                {"id": line.id, "end_date": one.facts.end_date, "partner_name": names[line.id]}
                | {name: getattr(line, name) for name in figures}
                for line in found.partners[one.facts.end_date]
            ],
        }
        for one in found.quarters
    ]
