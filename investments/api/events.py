"""The life of an investment through the API: one verb a kind of event, and the last one undone."""

import django_filters
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from investments.models import Investment, LifeEvent
from investments.rules.lifecycle import ConversionTerms
from investments.services import events, exits
from investments.services.life import Exchange, Note
from itvf.api import IdempotentVerb
from itvf.api_exact import Foreign, Fraction, Units
from itvf.api_fields import Explained, Input, Json, Money, read
from itvf.api_upload import Upload, kept
from itvf.dates import now
from itvf.errors import InputRefused, gettext_noop

EXCHANGE = ("foreign_amount", "fx_rate", "fx_source", "fx_date")
NOTE = ("on", "evidence", "reason")
BOOKED = (
    "amount_hkd",
    "cost_hkd",
    "gain_hkd",
    "exchange_hkd",
    "escrow_hkd",
    "tax_withheld_hkd",
    "written_down_hkd",
)
ROUTES = [choice for choice in LifeEvent.Route.choices if choice[0]]


class EventIn(Input):
    """The day of an event and what shows it; `file` where the body is multipart."""

    on = serializers.DateField()
    evidence = serializers.CharField(max_length=4000)
    reason = serializers.CharField(max_length=4000, required=False, default="")
    file = Upload(required=False)


class ReasonedEventIn(EventIn):
    """An event that needs its reason."""

    reason = serializers.CharField(max_length=4000)


class MoneyEventIn(EventIn):
    """An event with money. A deal in another currency gives its amount in it, with rate, source and date."""

    foreign_amount = Foreign(required=False)
    fx_rate = Fraction(required=False)
    fx_source = serializers.CharField(max_length=120, required=False)
    fx_date = serializers.DateField(required=False)


class TrancheIn(MoneyEventIn):
    """A further part of a deal's money."""

    amount_hkd = Money(required=False)
    units = Units(required=False)


class ConversionIn(EventIn):
    """How a convertible bond became shares on the event's day; money in the bond's own currency."""

    principal = Foreign()
    interest_rate = Fraction()
    interest_from = serializers.DateField()
    round_price = Foreign(required=False, default=None)
    discount_rate = Fraction(required=False)
    cap = Foreign(required=False)
    cap_units = Units(required=False)


class RatioIn(EventIn):
    """So many new units for so many old ones."""

    new = serializers.IntegerField(min_value=1)
    old = serializers.IntegerField(min_value=1)


class WriteDownIn(ReasonedEventIn):
    """A loss of part of the cost, or its reversal."""

    amount_hkd = Money()


class ExitIn(MoneyEventIn):
    """A sale of all or part: by units, or as a fraction of what is held (default: all)."""

    route = serializers.ChoiceField(ROUTES)
    proceeds_hkd = Money(required=False)
    escrow_hkd = Money(required=False)
    units = Units(required=False)
    part_rate = Fraction(required=False)


class EscrowIn(MoneyEventIn):
    """What of the escrow is settled, and what of that was received."""

    settled_hkd = Money()
    received_hkd = Money(required=False)


class IncomeIn(MoneyEventIn):
    """Dividends or interest, before tax."""

    gross_hkd = Money(required=False)
    tax_withheld_hkd = Money(required=False)


class LifeEventOut(serializers.Serializer):
    """One event, as it happened and as it was booked; units, cost and written down are changes."""

    id = serializers.IntegerField()
    investment = serializers.IntegerField(source="investment_id")
    number = serializers.IntegerField()
    kind = serializers.ChoiceField(LifeEvent.Kind.choices)
    route = serializers.CharField()
    on = serializers.DateField(source="effective_date")
    amount_hkd = Money()
    cost_hkd = Money()
    units = Units()
    currency = serializers.CharField()
    foreign_amount = Foreign(allow_null=True)
    foreign_cost = Foreign(allow_null=True)
    fx_rate = Fraction(allow_null=True)
    fx_source = serializers.CharField()
    fx_date = serializers.DateField(allow_null=True)
    gain_hkd = Money()
    exchange_hkd = Money()
    escrow_hkd = Money()
    tax_withheld_hkd = Money()
    written_down_hkd = Money()
    working = Json()
    reason = serializers.CharField()
    evidence = serializers.CharField()
    journal_entry = serializers.IntegerField(source="entry_id", allow_null=True)
    reverses = serializers.IntegerField(source="reverses_id", allow_null=True)
    recorded_by = serializers.CharField(source="recorded_by.name")
    recorded_at = serializers.DateTimeField()
    explained = Explained(
        {name: ("event", "{0.pk}") for name in BOOKED}, fund="investment.fund.code", on="{0.effective_date}"
    )


class LifeEventFilter(django_filters.FilterSet):
    """By fund, investment, kind and day."""

    fund = django_filters.CharFilter(field_name="investment__fund__code")
    investment = django_filters.NumberFilter()
    kind = django_filters.ChoiceFilter(choices=LifeEvent.Kind.choices)
    on = django_filters.DateFromToRangeFilter(field_name="effective_date")


class LifeEvents(ListAPIView):
    """The events of the investments that you may see, the newest record first."""

    serializer_class = LifeEventOut
    filterset_class = LifeEventFilter
    queryset = LifeEvent.objects.none()

    def get_queryset(self):
        seen = Investment.objects.visible_to(self.request.user).values("pk")
        return (
            LifeEvent.objects.filter(investment__in=seen)
            .select_related("recorded_by", "investment__fund")
            .order_by("-id")
        )


class RecordEvent(IdempotentVerb):
    """Records one event of an investment; a subclass names its service and what it takes."""

    output, success = LifeEventOut, 201
    service = None

    def perform(self, request, pk):
        investment = visible_investment(request.user, pk)
        given = claimed(read(self.input, request.data), investment.proposal.currency, request.user)
        event = type(self).service(investment=investment, **given, by=request.user, at=now())
        return 201, LifeEventOut(event).data


class DrawTranche(RecordEvent):
    """Draw a further part of the deal's money, within what the Corporation answered."""

    input, service = TrancheIn, staticmethod(events.draw_tranche)


class Convert(RecordEvent):
    """Convert a bond into shares; its cost carries over."""

    input, service = ConversionIn, staticmethod(events.convert)


class Split(RecordEvent):
    """Record a share split: units change, money does not."""

    input, service = RatioIn, staticmethod(events.split)


class IssueBonus(RecordEvent):
    """Record a bonus issue: units change, money does not."""

    input, service = RatioIn, staticmethod(events.issue_bonus)


class WriteDown(RecordEvent):
    """Write an investment down for good, in part."""

    input, service = WriteDownIn, staticmethod(events.write_down)


class ReverseWriteDown(RecordEvent):
    """Add back what was written down."""

    input, service = WriteDownIn, staticmethod(events.reverse_write_down)


class WriteOff(RecordEvent):
    """Write an investment off."""

    input, service = ReasonedEventIn, staticmethod(events.write_off)


class Exit(RecordEvent):
    """Record an exit, of all or part."""

    input, service = ExitIn, staticmethod(exits.exit_)


class ReleaseEscrow(RecordEvent):
    """Record what came out of escrow."""

    input, service = EscrowIn, staticmethod(exits.release_escrow)


class ReceiveIncome(RecordEvent):
    """Record income, less the tax withheld."""

    input, service = IncomeIn, staticmethod(exits.receive_income)


class ReverseEvent(IdempotentVerb):
    """Undo the last event that stands, by staff; its journal entries too."""

    input, output, success = ReasonedEventIn, LifeEventOut, 201

    def perform(self, request, pk):
        seen = Investment.objects.visible_to(request.user).values("pk")
        events_seen = LifeEvent.objects.filter(investment__in=seen).select_related("investment__fund")
        event = get_object_or_404(events_seen, pk=pk)
        given = claimed(read(ReasonedEventIn, request.data), event.currency, request.user)
        return 201, LifeEventOut(events.reverse(event=event, **given, by=request.user, at=now())).data


def visible_investment(user, pk: int) -> Investment:
    """An investment that a person may see, with what its verbs ask of it."""
    investments = Investment.objects.visible_to(user).select_related("fund", "company", "proposal")
    return get_object_or_404(investments, pk=pk)


def claimed(given: dict, currency: str, user) -> dict:
    """What was given as the services take it: a note, a rate of exchange where there is one, terms of a bond."""
    note = Note(**{name: given.pop(name) for name in NOTE}, file=kept(given.pop("file", None), by=user))
    found = {"note": note}
    if exchange := exchange_of(given, currency):
        found["exchange"] = exchange
    if "principal" in given:
        terms = {name: given.pop(name) for name in ConversionTerms.__dataclass_fields__ if name in given}
        found["terms"] = ConversionTerms(converted_on=note.on, **terms)
    return given | found


def exchange_of(given: dict, currency: str) -> Exchange | None:
    """Takes the foreign money out of the input: all four of it, or none."""
    named = {name: given.pop(name) for name in EXCHANGE if name in given}
    if not named:
        return None
    if missing := [name for name in EXCHANGE if name not in named]:
        raise InputRefused(
            gettext_noop("Money in another currency has amount, rate, source and date; missing: {missing}."),
            code="fx_incomplete",
            field=missing[0],
            missing=missing,
        )
    return Exchange(currency, **named)
