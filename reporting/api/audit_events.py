"""The audit trail for staff: who did or tried what, when and why, with the hash that chains each event to the last."""

import django_filters
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from itvf import audit
from itvf.api_fields import Json
from itvf.models import AuditEvent


class AuditEventOut(serializers.Serializer):
    """One verb done, or refused."""

    id = serializers.IntegerField()
    chain = serializers.CharField()
    sequence = serializers.IntegerField()
    verb = serializers.CharField()
    subject_type = serializers.CharField()
    subject_id = serializers.CharField()
    subject_label = serializers.CharField()
    actor_name = serializers.CharField()
    reason = serializers.CharField()
    facts = Json()
    happened_at = serializers.DateTimeField()
    recorded_at = serializers.DateTimeField()
    previous_hash = serializers.CharField()
    hash = serializers.CharField()


class AuditEventFilter(django_filters.FilterSet):
    """By chain, verb, subject, person and time."""

    chain = django_filters.CharFilter()
    verb = django_filters.CharFilter()
    subject_type = django_filters.CharFilter()
    subject_id = django_filters.CharFilter()
    actor = django_filters.NumberFilter()
    happened_at = django_filters.IsoDateTimeFromToRangeFilter()


class AuditEvents(ListAPIView):
    """The audit trail, newest first, but what a conflict of interest closes to the reader. For staff only."""

    serializer_class = AuditEventOut
    filterset_class = AuditEventFilter
    queryset = AuditEvent.objects.none()

    def get_queryset(self):
        return audit.visible_to(self.request.user)
