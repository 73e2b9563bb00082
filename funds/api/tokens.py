"""Tokens of the API: made by a signed-in person for himself, shown once, listed, revoked."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from knox.models import AuthToken
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from itvf import tokens
from itvf.api import CursorPages
from itvf.api_fields import Input, read
from itvf.dates import now
from itvf.errors import NotPermitted, gettext_noop


class TokenOut(serializers.Serializer):
    """A token that counts; its secret is not kept, only its first characters and a hash."""

    key = serializers.CharField(source="token_key", help_text="the first characters of the token, by which it is named")
    created = serializers.DateTimeField()
    expiry = serializers.DateTimeField()


class NewTokenOut(TokenOut):
    """A token just made: `token` is shown this once."""

    token = serializers.CharField()


class NewestFirst(CursorPages):
    """Tokens have no number of their own."""

    ordering = ("-created", "token_key")


class Tokens(ListAPIView):
    """Your tokens. A new one is made behind a session (and so behind its second factor), never by another token."""

    serializer_class = TokenOut
    pagination_class = NewestFirst
    queryset = AuthToken.objects.none()

    def get_queryset(self):
        return AuthToken.objects.filter(user=self.request.user, expiry__gt=now())

    @extend_schema(request=None, responses={201: NewTokenOut})
    def post(self, request):
        read(Input, request.data)
        if not isinstance(request.successful_authenticator, SessionAuthentication):
            raise NotPermitted(
                gettext_noop("A token does not make another: sign in and make it there."), code="session_needed"
            )
        made, secret = tokens.make(by=request.user)
        made.token = secret
        return Response(NewTokenOut(made).data, status=201)


class Token(APIView):
    """One of your tokens."""

    @extend_schema(request=None, responses={204: None})
    def delete(self, request, key):
        tokens.revoke(token=get_object_or_404(AuthToken, user=request.user, token_key=key), by=request.user)
        return Response(status=204)
