"""API tokens of the person who is signed in: made, shown once, revoked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from knox.models import AuthToken

from funds.portal.pages import show
from itvf import tokens as own_tokens
from itvf.dates import now


@login_required
def tokens(request):
    """The tokens that count; a new one's secret is on this answer and nowhere else."""
    secret = own_tokens.make(by=request.user)[1] if request.method == "POST" else ""
    standing = AuthToken.objects.filter(user=request.user, expiry__gt=now()).order_by("-created")
    return show(request, "portal/tokens.html", tokens=standing, secret=secret, section="tokens")


@login_required
@require_POST
def revoke(request, key):
    """From the next request on the token opens nothing."""
    own_tokens.revoke(token=get_object_or_404(AuthToken, user=request.user, token_key=key), by=request.user)
    messages.success(request, _("The token is revoked."))
    return redirect("portal_tokens")
