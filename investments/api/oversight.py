"""Watching over what is held: affiliations, confirmations, visits and their findings."""

import django_filters
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from funds.models import Fund, Manager, Partner
from investments.api.companies import fund_named
from investments.api.events import visible_investment
from investments.models import Affiliation, Company, Finding, HoldingConfirmation, InspectionVisit
from investments.services import affiliations, confirmations, inspections
from itvf.api import IdempotentVerb
from itvf.api_exact import Fraction, Units
from itvf.api_fields import Input, Reason, read
from itvf.api_upload import Upload, kept
from itvf.dates import now


class AffiliationIn(Input):
    """Who stands behind one company, manager or partner; `fund` is the one for which a GP declares it."""

    fund = serializers.SlugField(required=False)
    name_en = serializers.CharField(max_length=200)
    name_zh_hant = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    identifier = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    is_person = serializers.BooleanField()
    capacity = serializers.ChoiceField(Affiliation.Capacity.choices)
    share_rate = Fraction(required=False)
    since_date = serializers.DateField()
    evidence = serializers.CharField(max_length=4000)
    company = serializers.IntegerField(required=False)
    manager = serializers.IntegerField(required=False)
    partner = serializers.IntegerField(required=False)


class EndIn(Input):
    """That an affiliation ended. `fund` is the one for which a GP records it."""

    fund = serializers.SlugField(required=False)
    until_date = serializers.DateField()
    reason = serializers.CharField(max_length=4000)


class AffiliationOut(serializers.Serializer):
    """Who stands behind a company, a manager, a partner or a member of the staff."""

    id = serializers.IntegerField()
    name_en = serializers.CharField()
    name_zh_hant = serializers.CharField()
    identifier = serializers.CharField()
    is_person = serializers.BooleanField()
    capacity = serializers.ChoiceField(Affiliation.Capacity.choices)
    share_rate = Fraction(allow_null=True)
    company = serializers.IntegerField(source="company_id", allow_null=True)
    manager = serializers.IntegerField(source="manager_id", allow_null=True)
    partner = serializers.IntegerField(source="partner_id", allow_null=True)
    of_staff = serializers.SerializerMethodField()
    since_date = serializers.DateField()
    until_date = serializers.DateField(allow_null=True)
    evidence = serializers.CharField()
    declared_by = serializers.CharField(source="declared_by.name")
    declared_at = serializers.DateTimeField()

    def get_of_staff(self, found) -> bool:
        """Whether it stands behind a member of the staff."""
        return found.staff_id is not None


class AffiliationFilter(django_filters.FilterSet):
    """By company, manager, partner and capacity."""

    company = django_filters.NumberFilter()
    manager = django_filters.NumberFilter()
    partner = django_filters.NumberFilter()
    capacity = django_filters.ChoiceFilter(choices=Affiliation.Capacity.choices)


class Affiliations(IdempotentVerb, ListAPIView):
    """The affiliations that you may see: staff all, a GP those of companies that it knows."""

    input, output, success = AffiliationIn, AffiliationOut, 201
    serializer_class = AffiliationOut
    filterset_class = AffiliationFilter
    queryset = Affiliation.objects.none()

    def get_queryset(self):
        return visible_affiliations(self.request.user).order_by("-id")

    def perform(self, request):
        given = read(AffiliationIn, request.data)
        fund = fund_named(given, request.user)
        given |= _behind(given, request.user)
        return 201, AffiliationOut(affiliations.declare(**given, within=fund, by=request.user, at=now())).data


class EndAffiliation(IdempotentVerb):
    """Record that an affiliation ended; deals after that day are not searched against it."""

    input, output, success = EndIn, AffiliationOut, 200

    def perform(self, request, pk):
        affiliation = get_object_or_404(visible_affiliations(request.user), pk=pk)
        given = read(EndIn, request.data)
        fund = fund_named(given, request.user)
        ended = affiliations.end(affiliation=affiliation, **given, within=fund, by=request.user, at=now())
        return 200, AffiliationOut(ended).data


def visible_affiliations(user):
    """Affiliations that a person may see."""
    found = Affiliation.objects.select_related("declared_by")
    return found if user.is_staff else found.filter(company__in=Company.objects.known_to(user).values("pk"))


def _behind(given: dict, user) -> dict:
    """The one behind whom somebody stands, as the person may see it; a GP names companies only."""
    found = {}
    if "company" in given:
        found["company"] = get_object_or_404(Company.objects.known_to(user), pk=given["company"])
    for name, model in (("manager", Manager), ("partner", Partner)):
        if name in given:
            found[name] = get_object_or_404(
                model.objects.all() if user.is_staff else model.objects.none(), pk=given[name]
            )
    return found


class ConfirmationIn(Input):
    """What a bank, registry or custodian confirms; a difference is explained in the note."""

    as_of_date = serializers.DateField()
    source = serializers.ChoiceField(HoldingConfirmation.Source.choices)
    confirmed_units = Units()
    note = serializers.CharField(max_length=4000, required=False, default="", allow_blank=True)
    file = Upload(required=False)


class ConfirmationOut(serializers.Serializer):
    """What was confirmed beside what was on record that day."""

    id = serializers.IntegerField()
    investment = serializers.IntegerField(source="investment_id")
    as_of_date = serializers.DateField()
    source = serializers.ChoiceField(HoldingConfirmation.Source.choices)
    confirmed_units = Units()
    recorded_units = Units()
    note = serializers.CharField()
    recorded_by = serializers.CharField(source="recorded_by.name")
    recorded_at = serializers.DateTimeField()


class ConfirmHolding(IdempotentVerb):
    """Record a confirmation of a holding, by staff."""

    input, output, success = ConfirmationIn, ConfirmationOut, 201

    def perform(self, request, pk):
        investment = visible_investment(request.user, pk)
        given = read(ConfirmationIn, request.data)
        file = kept(given.pop("file", None), by=request.user)
        made = confirmations.record(investment=investment, **given, file=file, by=request.user, at=now())
        return 201, ConfirmationOut(made).data


class VisitFindingIn(Input):
    """What a visit found wanting, and by when it is answered."""

    finding = serializers.CharField(max_length=4000)
    due_date = serializers.DateField()


class VisitIn(Input):
    """A visit to a company that the fund holds."""

    company = serializers.IntegerField()
    visited_date = serializers.DateField()
    visitors = serializers.CharField(max_length=2000)
    purpose = serializers.CharField(max_length=4000)
    note = serializers.CharField(max_length=8000)
    findings = VisitFindingIn(many=True, required=False)


class FindingOut(serializers.Serializer):
    """A finding, from open to closed."""

    id = serializers.IntegerField()
    visit = serializers.IntegerField(source="visit_id")
    company = serializers.IntegerField(source="visit.company_id")
    fund = serializers.CharField(source="visit.fund.code")
    number = serializers.IntegerField()
    stage = serializers.ChoiceField(Finding.Stage.choices)
    finding = serializers.CharField()
    due_date = serializers.DateField()
    answer = serializers.CharField()
    answered_by = serializers.CharField(source="answered_by.name", allow_null=True, default=None)
    answered_at = serializers.DateTimeField(allow_null=True)
    closing_note = serializers.CharField()
    closed_by = serializers.CharField(source="closed_by.name", allow_null=True, default=None)
    closed_at = serializers.DateTimeField(allow_null=True)


class VisitOut(serializers.Serializer):
    """A visit with its findings."""

    id = serializers.IntegerField()
    company = serializers.IntegerField(source="company_id")
    fund = serializers.CharField(source="fund.code")
    visited_date = serializers.DateField()
    visitors = serializers.CharField()
    purpose = serializers.CharField()
    note = serializers.CharField()
    recorded_by = serializers.CharField(source="recorded_by.name")
    findings = FindingOut(many=True)


class Visits(IdempotentVerb, ListAPIView):
    """The visits to the fund's companies; recording one with what it found is for staff."""

    input, output, success = VisitIn, VisitOut, 201
    serializer_class = VisitOut
    queryset = InspectionVisit.objects.none()

    def get_queryset(self):
        fund = get_object_or_404(Fund.objects.books_open_to(self.request.user), code=self.kwargs["code"])
        return visible_visits(self.request.user).filter(fund=fund).order_by("-id")

    def perform(self, request, code):
        fund = get_object_or_404(Fund.objects.books_open_to(request.user), code=code)
        given = read(VisitIn, request.data)
        company = get_object_or_404(Company.objects.visible_to(request.user), pk=given.pop("company"))
        findings = [(one["finding"], one["due_date"]) for one in given.pop("findings", ())]
        about = {"company": company, "fund": fund, "findings": findings}
        visit = inspections.record(**given, **about, by=request.user, at=now())
        return 201, VisitOut(visible_visits(request.user).get(pk=visit.pk)).data


class AddFinding(IdempotentVerb):
    """Add a finding to a visit on record, by staff."""

    input, output, success = VisitFindingIn, FindingOut, 201

    def perform(self, request, pk):
        visit = get_object_or_404(visible_visits(request.user), pk=pk)
        added = inspections.add_finding(visit=visit, **read(VisitFindingIn, request.data), by=request.user, at=now())
        return 201, FindingOut(added).data


class FindingFilter(django_filters.FilterSet):
    """By fund, company, stage and day."""

    fund = django_filters.CharFilter(field_name="visit__fund__code")
    company = django_filters.NumberFilter(field_name="visit__company")
    stage = django_filters.ChoiceFilter(choices=Finding.Stage.choices)
    due_date = django_filters.DateFromToRangeFilter()


class Findings(ListAPIView):
    """The findings that you may see: staff all, a GP those of its own funds."""

    serializer_class = FindingOut
    filterset_class = FindingFilter
    queryset = Finding.objects.none()

    def get_queryset(self):
        return visible_findings(self.request.user).order_by("-id")


class FindingAnswerIn(Input):
    """What was done about a finding."""

    answer = serializers.CharField(max_length=8000)
    file = Upload(required=False)


class FindingClosingIn(Input):
    """Why a finding is closed."""

    closing_note = serializers.CharField(max_length=4000)


class AnswerFinding(IdempotentVerb):
    """Answer a finding, by its GP or staff."""

    input, output, success = FindingAnswerIn, FindingOut, 200

    def perform(self, request, pk):
        finding = get_object_or_404(visible_findings(request.user), pk=pk)
        given = read(FindingAnswerIn, request.data)
        file = kept(given.pop("file", None), by=request.user)
        inspections.answer(finding=finding, **given, file=file, by=request.user, at=now())
        return 200, FindingOut(visible_findings(request.user).get(pk=pk)).data


class CloseFinding(IdempotentVerb):
    """Close a finding, by another of the staff than who answered it."""

    input, output, success = FindingClosingIn, FindingOut, 200

    def perform(self, request, pk):
        finding = get_object_or_404(visible_findings(request.user), pk=pk)
        inspections.close(finding=finding, **read(FindingClosingIn, request.data), by=request.user, at=now())
        return 200, FindingOut(visible_findings(request.user).get(pk=pk)).data


class ReopenFinding(IdempotentVerb):
    """Open an answered finding again, by staff."""

    input, output, success = Reason, FindingOut, 200

    def perform(self, request, pk):
        finding = get_object_or_404(visible_findings(request.user), pk=pk)
        inspections.reopen(finding=finding, **read(Reason, request.data), by=request.user, at=now())
        return 200, FindingOut(visible_findings(request.user).get(pk=pk)).data


def visible_visits(user):
    """Visits that a person may see, with what they name and found."""
    funds = Fund.objects.books_open_to(user).values("pk")
    findings = Finding.objects.select_related("visit__fund", "answered_by", "closed_by").order_by("number")
    visits = InspectionVisit.objects.filter(fund__in=funds).select_related("fund", "recorded_by")
    return visits.prefetch_related(Prefetch("findings", findings))


def visible_findings(user):
    """Findings that a person may see, with what they name."""
    funds = Fund.objects.books_open_to(user).values("pk")
    return Finding.objects.filter(visit__fund__in=funds).select_related("visit__fund", "answered_by", "closed_by")
