"""Closings of a fund: who committed what, and how the Government's part was derived."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from funds.models import Closing, Commitment, Fund, Partner
from itvf.api_fields import Json, Money


class CommitmentOut(serializers.Serializer):
    """What one partner promised at the closing."""

    partner = serializers.IntegerField(source="partner_id")
    partner_name = serializers.CharField(source="partner.name_en")
    kind = serializers.ChoiceField(Partner.Kind.choices, source="partner.kind")
    amount_hkd = Money()
    signed_date = serializers.DateField()
    is_derived = serializers.BooleanField(help_text="derived by R6, Annex 3 1(e), not entered")


class ClosingOut(serializers.Serializer):
    """A closing; `working` shows rule, clause and figures of the Government's part."""

    id = serializers.IntegerField()
    number = serializers.IntegerField()
    closing_date = serializers.DateField()
    stage = serializers.ChoiceField(Closing.Stage.choices)
    working = Json()
    commitments = CommitmentOut(many=True)


class FundClosings(ListAPIView):
    """The fund's closings. A partner's contact sees completed ones, and its own commitments in them."""

    serializer_class = ClosingOut
    queryset = Closing.objects.none()

    def get_queryset(self):
        user = self.request.user
        fund = get_object_or_404(Fund.objects.visible_to(user), code=self.kwargs["code"])
        seen = Partner.objects.visible_to(user).values("pk")
        commitments = Commitment.objects.filter(partner__in=seen).select_related("partner").order_by("id")
        closings = fund.closings.prefetch_related(Prefetch("commitments", commitments)).order_by("-id")
        if Fund.objects.books_open_to(user).filter(pk=fund.pk).exists():
            return closings
        return closings.filter(stage=Closing.Stage.COMPLETED)
