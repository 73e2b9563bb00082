"""What every request passes: security headers, the second factor, who did it, refusals as pages."""

import pghistory
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse

from itvf import audit
from itvf.errors import DomainError
from itvf.words import breach_text, error_text

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# A refusal worth a line in the audit trail: somebody tried, knew the thing, and was told no.
ON_RECORD = frozenset({403, 409, 412, 422})


class SecurityHeaders:
    """Headers that Django does not set, and the admin site's own content security policy."""

    HEADERS = {
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    }

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Adds the headers; a page made for one person is not kept by any cache."""
        response = self.get_response(request)
        for name, value in self.HEADERS.items():
            response.headers.setdefault(name, value)
        if request.path.startswith(reverse("admin:index")):
            response._csp_replace = settings.ADMIN_CONTENT_SECURITY_POLICY | getattr(response, "_csp_replace", {})
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class SecondFactorRequired:
    """Whoever signs in to a page sets up a second factor first, when the setting asks for it.

    Tokens of the API are made behind that sign-in and need no second one.
    """

    OPEN = ("account_logout", "account_reauthenticate", "account_login", "set_language", "health")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Sends people without a second factor to its set-up."""
        if settings.SECOND_FACTOR_REQUIRED and self._lacks_it(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _lacks_it(self, request) -> bool:
        return request.user.is_authenticated and not self._is_open(request.path) and not is_mfa_enabled(request.user)

    def _is_open(self, path: str) -> bool:
        return path.startswith(reverse("mfa_index")) or path in {reverse(name) for name in self.OPEN}


class HistoryContext:
    """Row history says who did it and on which page: each row carries its own copy."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Opens the context for requests that may write."""
        if request.method in SAFE_METHODS:
            return self.get_response(request)
        person = request.user if request.user.is_authenticated else None
        with pghistory.context(
            user=person.pk if person else None, name=str(person) if person else "", url=request.path
        ):
            return self.get_response(request)


class DomainErrors:
    """A refusal that no view caught becomes a page with its status, and a line in the audit trail."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Passes the request on."""
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Puts the refusal into words; anything else is a fault and goes on to be one."""
        if not isinstance(exception, DomainError):
            return None
        record_refusal(request, exception)
        breaches = [(breach, breach_text(breach)) for breach in getattr(exception, "breaches", ())]
        context = {"error": exception, "text": error_text(exception), "breaches": breaches}
        return render(request, "itvf/refusal.html", context, status=exception.status)


def record_refusal(request, error: DomainError) -> None:
    """This function will put a person's refused attempt on record; reading and mistyping are no attempts."""
    if request.method in SAFE_METHODS or error.status not in ON_RECORD or not request.user.is_authenticated:
        return
    verb = request.resolver_match.view_name if request.resolver_match else request.path
    audit.record_refusal(error=error, by=request.user, verb=verb)
