"""Sign-in by allauth, with our house rules: people are added by an administrator, never by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.shortcuts import resolve_url


class Adapter(DefaultAccountAdapter):
    """No public sign-up; staff land in the admin site, everybody else in the portal."""

    def is_open_for_signup(self, request) -> bool:
        """Nobody adds themselves."""
        return False

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
