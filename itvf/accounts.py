"""Sign-in by allauth, with our house rules: who signs up has no part in anything by that alone."""

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.conf import settings
from django.shortcuts import resolve_url
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from itvf import audit


class SignUp(forms.Form):
    """What a newcomer is asked beside address and password."""

    name = forms.CharField(label=_("Your name"), max_length=120)

    def signup(self, request, user) -> None:
        """Keeps the name and the language of the page, and puts the newcomer on record."""
        user.name = self.cleaned_data["name"].strip()
        user.language = "zh-hant" if (get_language() or "").startswith("zh") else "en"
        user.save(update_fields=["name", "language"])
        audit.record(chain=audit.PROGRAMME, verb="user.sign_up", subject=user, by=user, facts={"email": user.email})


class Adapter(DefaultAccountAdapter):
    """Newcomers sign up to apply; staff land in the admin site, everybody else in the portal."""

    def is_open_for_signup(self, request) -> bool:
        """Whether newcomers may sign up: a setting, for a time without rounds."""
        return settings.NEWCOMERS_MAY_SIGN_UP

    def get_login_redirect_url(self, request) -> str:
        """Where a person lands after signing in without having asked for a page."""
        return resolve_url("admin:index") if request.user.is_staff else super().get_login_redirect_url(request)

    def post_login(self, request, user, **kwargs):
        """The person's own language, from the first page on; the switch on the page changes it for this browser."""
        response = super().post_login(request, user, **kwargs)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, user.language, secure=settings.HTTPS, httponly=True, samesite="Lax"
        )
        return response
