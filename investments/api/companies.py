"""Companies, their groups, and the facts about them that rules read (A17, R27)."""

import django_filters
from django.db.models import Exists, OuterRef, Prefetch
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from funds.models import Fund
from investments.models import Company, CompanyFact, CompanyGroup
from investments.services import companies
from itvf.api import IdempotentVerb
from itvf.api_fields import Input, read
from itvf.dates import now

# What is told of a company to those only who know it, and what others read in its place.
TOLD_OF_KNOWN = {"description": "", "registered_address": "", "business_address": ""}
TOLD_OF_KNOWN |= {"group": None, "group_id": None, "activities": []}


class CompanyIn(Input):
    """A company, known once whichever fund brings it. `fund` is the one for which a GP registers it."""

    fund = serializers.SlugField(required=False)
    name_en = serializers.CharField(max_length=200)
    name_zh_hant = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    br_number = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    place_of_incorporation = serializers.CharField(max_length=80)
    incorporation_date = serializers.DateField(required=False, allow_null=True)
    registered_address = serializers.CharField(required=False, allow_blank=True)
    business_address = serializers.CharField(required=False, allow_blank=True)
    description = serializers.CharField()
    group_id = serializers.IntegerField(required=False, allow_null=True)


class AmendmentIn(Input):
    """What is corrected or brought up to date, and why; what is not named stays. `group_id` null: in no group."""

    fund = serializers.SlugField(required=False)
    reason = serializers.CharField(max_length=2000)
    name_en = serializers.CharField(max_length=200, required=False)
    name_zh_hant = serializers.CharField(max_length=200, required=False, allow_blank=True)
    br_number = serializers.CharField(max_length=20, required=False, allow_blank=True)
    place_of_incorporation = serializers.CharField(max_length=80, required=False)
    incorporation_date = serializers.DateField(required=False, allow_null=True)
    registered_address = serializers.CharField(required=False, allow_blank=True)
    business_address = serializers.CharField(required=False, allow_blank=True)
    description = serializers.CharField(required=False)
    group_id = serializers.IntegerField(required=False, allow_null=True)


class CompanyGroupIn(Input):
    """Companies under one control, known once by the English name. `fund` is the one for which a GP registers it."""

    fund = serializers.SlugField(required=False)
    name_en = serializers.CharField(max_length=200)
    name_zh_hant = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class CompanyGroupOut(serializers.Serializer):
    """A group of companies under one control; a limit on a group counts them together."""

    id = serializers.IntegerField()
    name_en = serializers.CharField()
    name_zh_hant = serializers.CharField()


class ActivityIn(Input):
    """What a company does, by the Hong Kong Standard Industrial Classification (HSIC 2.0)."""

    fund = serializers.SlugField(required=False)
    hsic_code = serializers.CharField(max_length=6)
    since_date = serializers.DateField()
    description = serializers.CharField(required=False, allow_blank=True)
    ended = serializers.BooleanField(required=False)


class ActivityOut(serializers.Serializer):
    """An activity from a day on, or its end."""

    id = serializers.IntegerField()
    hsic_code = serializers.CharField()
    description = serializers.CharField()
    since_date = serializers.DateField()
    ended = serializers.BooleanField()
    recorded_by = serializers.CharField(source="recorded_by.name")


class FactIn(Input):
    """A fact from a date on, with its evidence. `fund` is the one for which a GP records it."""

    fund = serializers.SlugField(required=False)
    kind = serializers.ChoiceField(CompanyFact.Kind.choices)
    holds = serializers.BooleanField()
    since_date = serializers.DateField()
    quantity = serializers.IntegerField(min_value=0, required=False, allow_null=True)
    evidence = serializers.CharField()


class FactOut(serializers.Serializer):
    """A fact with its evidence and date; the newest of a kind counts."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(CompanyFact.Kind.choices)
    holds = serializers.BooleanField()
    since_date = serializers.DateField()
    quantity = serializers.IntegerField(allow_null=True)
    evidence = serializers.CharField()
    recorded_by = serializers.CharField(source="recorded_by.name")
    recorded_at = serializers.DateTimeField()


class CompanyOut(serializers.Serializer):
    """An investee, or a company that may become one. What is no name or number is empty where it is not yours."""

    id = serializers.IntegerField()
    name_en = serializers.CharField()
    name_zh_hant = serializers.CharField()
    br_number = serializers.CharField(allow_null=True)
    place_of_incorporation = serializers.CharField()
    incorporation_date = serializers.DateField(allow_null=True)
    description = serializers.CharField()

    def to_representation(self, company):
        """Names and numbers of every company; the rest of those that the reader knows."""
        shown = super().to_representation(company)
        unknown = {} if getattr(company, "is_known", True) else TOLD_OF_KNOWN
        return shown | {name: nothing for name, nothing in unknown.items() if name in shown}


class CompanyDetailOut(CompanyOut):
    """A company with its addresses, its activities and its facts."""

    registered_address = serializers.CharField()
    business_address = serializers.CharField()
    group = serializers.CharField(source="group.name_en", default=None, allow_null=True)
    group_id = serializers.IntegerField(allow_null=True)
    activities = ActivityOut(many=True)
    facts = FactOut(many=True)


class CompanyFilter(django_filters.FilterSet):
    """By number, and by a part of the English name."""

    br_number = django_filters.CharFilter()
    name = django_filters.CharFilter(field_name="name_en", lookup_expr="icontains")


class Companies(IdempotentVerb, ListAPIView):
    """Companies that you may see; registering one is for a GP's maker or staff."""

    input, output, success = CompanyIn, CompanyDetailOut, 201
    serializer_class = CompanyOut
    filterset_class = CompanyFilter
    queryset = Company.objects.none()

    def get_queryset(self):
        return visible_companies(self.request.user).order_by("-id")

    def perform(self, request):
        given = group_named(read(CompanyIn, request.data), request.user)
        fund = fund_named(given, request.user)
        return 201, CompanyDetailOut(companies.register(**given, within=fund, by=request.user, at=now())).data


class CompanyDetail(APIView):
    """One company with the facts on record that you may see; amended with a reason, by staff or its own GP."""

    input, output, success = AmendmentIn, CompanyDetailOut, 200

    @extend_schema(responses=CompanyDetailOut)
    def get(self, request, pk):
        return Response(detail(pk, request.user))

    def patch(self, request, pk):
        company = get_object_or_404(Company.objects.visible_to(request.user), pk=pk)
        given = group_named(read(AmendmentIn, request.data), request.user)
        fund = fund_named(given, request.user)
        companies.amend(company=company, **given, within=fund, by=request.user, at=now())
        return Response(detail(pk, request.user))


class CompanyGroups(IdempotentVerb, ListAPIView):
    """The groups of companies, for staff and every GP; registering one is for a GP's maker or staff."""

    input, output, success = CompanyGroupIn, CompanyGroupOut, 201
    serializer_class = CompanyGroupOut
    queryset = CompanyGroup.objects.none()

    def get_queryset(self):
        return visible_groups(self.request.user).order_by("-id")

    def perform(self, request):
        given = read(CompanyGroupIn, request.data)
        fund = fund_named(given, request.user)
        return 201, CompanyGroupOut(companies.register_group(**given, within=fund, by=request.user, at=now())).data


class RecordActivity(IdempotentVerb):
    """Record what a company does, by its HSIC code, or that it no longer does it."""

    input, output, success = ActivityIn, ActivityOut, 201

    def perform(self, request, pk):
        company = get_object_or_404(Company.objects.visible_to(request.user), pk=pk)
        given = read(ActivityIn, request.data)
        fund = fund_named(given, request.user)
        activity = companies.record_activity(company=company, **given, within=fund, by=request.user, at=now())
        return 201, ActivityOut(activity).data


class RecordFact(IdempotentVerb):
    """Record a fact about a company, with its evidence."""

    input, output, success = FactIn, FactOut, 201

    def perform(self, request, pk):
        company = get_object_or_404(Company.objects.visible_to(request.user), pk=pk)
        given = read(FactIn, request.data)
        fund = fund_named(given, request.user)
        fact = companies.record_fact(company=company, **given, within=fund, by=request.user, at=now())
        return 201, FactOut(fact).data


def fund_named(given: dict, user) -> Fund | None:
    """Takes the fund out of the input: one that the person may see, else it is not found."""
    code = given.pop("fund", None)
    return get_object_or_404(Fund.objects.visible_to(user), code=code) if code else None


def visible_companies(user):
    """Companies that a person may see, each with whether it knows more of them than names and numbers."""
    known = Company.objects.known_to(user).filter(pk=OuterRef("pk"))
    return Company.objects.visible_to(user).annotate(is_known=Exists(known))


def visible_groups(user):
    """Groups that a person may see: like companies' names, known once whichever fund brings them."""
    may = user.is_staff or Fund.objects.managed_by(user).exists()
    return CompanyGroup.objects.all() if may else CompanyGroup.objects.none()


def group_named(given: dict, user) -> dict:
    """The input with its group in place of the group's id; null stays, and means none."""
    if "group_id" not in given:
        return given
    number = given.pop("group_id")
    return given | {"group": None if number is None else get_object_or_404(visible_groups(user), pk=number)}


def detail(pk: int, user) -> dict:
    """One company as it is answered, with the facts that the person may see: staff all, a GP those of its own deals."""
    facts = CompanyFact.objects.visible_to(user).select_related("recorded_by")
    seen = visible_companies(user).select_related("group")
    seen = seen.prefetch_related(Prefetch("facts", facts), "activities__recorded_by")
    return CompanyDetailOut(get_object_or_404(seen, pk=pk)).data
