"""Is the house awake? For load balancers and operators; it says nothing about the people or the money."""

from datetime import timedelta
from ipaddress import ip_address

from django.db import Error, connection
from django.http import Http404, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView

from itvf.dates import now
from itvf.models import Heartbeat, OutboxMessage

ALIVE = timedelta(seconds=60)


@require_safe
@never_cache
def health(request):
    """Answers 200 while the database answers; names what else is not well (worker, messages for a person)."""
    try:
        connection.ensure_connection()
        last = Heartbeat.objects.filter(name="worker").values_list("beat_at", flat=True).first()
        waiting = OutboxMessage.objects.filter(state__in=["unknown", "failed"]).exists()
    except Error:
        return JsonResponse({"database": "down"}, status=503)
    return JsonResponse(
        {
            "database": "ok",
            "worker": "ok" if last and now() - last < ALIVE else "silent",
            "outbox": "needs a person" if waiting else "ok",
        }
    )


@require_safe
def metrics(request):
    """Prometheus's figures, for this machine only: a stranger learns not even that the page exists."""
    is_forwarded = "HTTP_X_FORWARDED_FOR" in request.META
    if is_forwarded or not _is_loopback(request.META.get("REMOTE_ADDR", "")):
        raise Http404
    return ExportToDjangoView(request)


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
