"""Sign-up answers the same whether an address is known or not: only the address's owner learns it, by mail.

Nobody is signed in by signing up: the letter proves the address first. So the page tells a stranger nothing.
"""

from allauth.account.forms import SignupForm
from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


class SignUpForm(SignupForm):
    """A newcomer's address, name and password; a known address is written to instead."""

    def validate_unique_email(self, value: str) -> str:
        """Notes that the address is taken, and says nothing of it."""
        self.account_already_exists = bool(filter_users_by_email(value))
        return value

    def try_save(self, request: HttpRequest) -> tuple[None, HttpResponse]:
        """Makes the account and sends the letter that proves its address, or writes to the owner that one stands.

        Both take a password's hashing and one letter, so that time does not tell them apart.
        """
        email = self.cleaned_data["email"]
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
            address = EmailAddress(email=email)
        else:
            address = EmailAddress.objects.get_for_user(self.save(request), email)
        send_verification_email_to_address(request, address, signup=True)
        return None, redirect("account_email_verification_sent")
