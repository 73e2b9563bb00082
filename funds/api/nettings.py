"""Net notices over the API: bound, read, issued, taken off, cancelled."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from funds.api.capital_calls import visible_calls
from funds.api.distributions import visible as visible_distributions
from funds.models import Netting, NettingLine
from funds.services import nettings
from itvf.api import IdempotentVerb, Versioned
from itvf.api_fields import Explained, Input, Money, Reason, read
from itvf.dates import now


class BindIn(Input):
    """With which draft distribution of the same day; left out where only a waiting true-up is netted."""

    distribution = serializers.IntegerField(required=False)


class NetLineOut(serializers.Serializer):
    """One partner's gross amounts, what of both is set off, and its net: above zero it pays."""

    partner = serializers.IntegerField(source="partner_id")
    partner_name = serializers.CharField(source="partner.name_en")
    called_hkd = Money()
    distributed_hkd = Money()
    set_off_hkd = Money()
    net_hkd = Money()
    explained = Explained(
        {f"{name}_hkd": ("net-line", f"{{0.pk}}/{name}") for name in ("called", "distributed", "set_off", "net")},
        fund="netting.fund.code",
        on="{0.netting.day}",
    )


class NetNoticeOut(serializers.Serializer):
    """A net notice: what it binds, and once it is issued each partner's net; a partner's contact sees its own line."""

    id = serializers.IntegerField()
    fund = serializers.CharField(source="fund.code")
    number = serializers.IntegerField()
    reference = serializers.CharField()
    stage = serializers.ChoiceField(Netting.Stage.choices)
    day = serializers.DateField()
    capital_calls = serializers.SerializerMethodField()
    distributions = serializers.SerializerMethodField()
    issued_at = serializers.DateTimeField(allow_null=True)
    journal_entry = serializers.IntegerField(source="entry_id", allow_null=True)
    reason = serializers.CharField()
    version = serializers.IntegerField()
    lines = serializers.SerializerMethodField()

    def get_capital_calls(self, netting) -> list[int]:
        """The calls that it binds."""
        return list(netting.calls.order_by("number").values_list("pk", flat=True))

    def get_distributions(self, netting) -> list[int]:
        """The distributions that it binds."""
        return list(netting.distributions.order_by("number").values_list("pk", flat=True))

    @extend_schema_field(NetLineOut(many=True))
    def get_lines(self, netting):
        """Each partner's net, as far as the reader may see it."""
        found = NettingLine.objects.visible_to(self.context["user"]).filter(netting=netting)
        return NetLineOut(found.select_related("partner", "netting__fund").order_by("order"), many=True).data


class BindCall(IdempotentVerb):
    """Bind a draft call with a draft distribution of its day, and with a true-up that waits to be netted."""

    input, output, success = BindIn, NetNoticeOut, 201

    def perform(self, request, pk):
        call = get_object_or_404(visible_calls(request.user), pk=pk)
        chosen = read(BindIn, request.data).get("distribution")
        given = get_object_or_404(visible_distributions(request.user), pk=chosen) if chosen else None
        return 201, shown(nettings.bind(call=call, distribution=given, by=request.user, at=now()), request.user)


class NetNoticeDetail(Versioned, APIView):
    """One net notice with its lines."""

    @extend_schema(responses=NetNoticeOut)
    def get(self, request, pk):
        return Response(shown(get_object_or_404(visible(request.user), pk=pk), request.user))


class IssueNetNotice(IdempotentVerb):
    """Issue a net notice by the GP's signatory: every part, the set-off and the notices in one transaction."""

    input, output, success, takes_version = None, NetNoticeOut, 200, True

    def perform(self, request, pk):
        read(Input, request.data)
        found = get_object_or_404(visible(request.user), pk=pk)
        version = self.expected_version(request)
        return 200, shown(nettings.issue(netting=found, by=request.user, at=now(), version=version), request.user)


class UnbindNetNotice(IdempotentVerb):
    """Take the binding off a draft; call and distribution are drafts of their own again."""

    input, output, success = Reason, NetNoticeOut, 200

    def perform(self, request, pk):
        found = get_object_or_404(visible(request.user), pk=pk)
        reason = read(Reason, request.data)["reason"]
        return 200, shown(nettings.unbind(netting=found, by=request.user, at=now(), reason=reason), request.user)


class CancelNetNotice(IdempotentVerb):
    """Cancel an issued net notice with all its parts, while no money has moved."""

    input, output, success = Reason, NetNoticeOut, 200

    def perform(self, request, pk):
        found = get_object_or_404(visible(request.user), pk=pk)
        reason = read(Reason, request.data)["reason"]
        return 200, shown(nettings.cancel(netting=found, by=request.user, at=now(), reason=reason), request.user)


def visible(user):
    """Net notices that a person may see."""
    return Netting.objects.visible_to(user).select_related("fund")


def shown(netting: Netting, user) -> dict:
    """A net notice as a person may see it."""
    return NetNoticeOut(netting, context={"user": user}).data
