"""Partners of a fund with what each has promised, been called for and still owes."""

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from funds import selectors
from funds.models import Fund, Partner
from itvf.api import CursorPages
from itvf.api_fields import Explained, Money


class PartnerOut(serializers.Serializer):
    """An admitted partner and its position, from the closings and the fund's book."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(Partner.Kind.choices)
    name_en = serializers.CharField()
    name_zh_hant = serializers.CharField()
    committed_hkd = Money()
    called_hkd = Money()
    unfunded_hkd = Money(help_text="what can still be called: recallable distributions are added back (A20)")
    distributed_hkd = Money(help_text="distributed so far, called capital that went back apart")
    outstanding_hkd = Money(help_text="called and not received yet")
    explained = Explained(
        {f"{name}_hkd": (name, "{0.pk}") for name in ("committed", "called", "unfunded", "distributed", "outstanding")}
    )


class InJoiningOrder(CursorPages):
    """Partners in the order in which they joined."""

    ordering = "id"


class FundPartners(ListAPIView):
    """The fund's admitted partners; a partner's contact sees its own seat only."""

    serializer_class = PartnerOut
    pagination_class = InJoiningOrder
    queryset = Partner.objects.none()

    def get_queryset(self):
        fund = get_object_or_404(Fund.objects.visible_to(self.request.user), code=self.kwargs["code"])
        seen = Partner.objects.visible_to(self.request.user).values("pk")
        return selectors.partners_with_position(fund).filter(pk__in=seen)
