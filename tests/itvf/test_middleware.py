"""What every request passes."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path, reverse

from itvf import audit
from itvf.errors import InputRefused, NotFound, RuleBroken, WrongStage
from itvf.models import Heartbeat, RoleGrant, User
from itvf.urls import urlpatterns as site

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def refuse(request, how):
    raise {"stage": WrongStage, "hidden": NotFound, "input": InputRefused}[how](
        "The figure {found} is too high.", found=3
    )


def rename(request):
    request.user.name = "Renamed"
    request.user.save()
    return HttpResponse("done")


urlpatterns = [path("try/<str:how>", refuse, name="try"), path("rename", rename), path("", include(site))]


@pytest.fixture
def officer():
    user = User.objects.create_user("officer@people.example", name="Officer")
    RoleGrant.objects.create(user=user, role="programme_officer")
    return user


@pytest.fixture
def signed_in(officer):
    client = Client()
    client.force_login(officer, backend=BACKEND)
    return client


class TestSecurityHeaders:
    def test_allow_nothing_inline_outside_the_admin(self, client):
        policy = client.get(reverse("account_login"))["Content-Security-Policy"]
        assert "unsafe" not in policy
        for directive in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"):
            assert directive in policy

    def test_are_relaxed_in_the_admin_only(self, signed_in):
        policy = signed_in.get(reverse("admin:itvf_file_changelist"))["Content-Security-Policy"]
        assert "script-src 'self' 'unsafe-eval';" in f"{policy};"
        assert "script-src 'self' 'unsafe-eval' 'unsafe-inline'" not in policy
        assert "frame-ancestors 'none'" in policy

    def test_shut_the_other_doors(self, client):
        answer = client.get(reverse("account_login"))
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"
        assert "camera=()" in answer["Permissions-Policy"]

    def test_keep_a_persons_pages_out_of_caches(self, signed_in):
        assert "no-store" in signed_in.get(reverse("account_change_password"))["Cache-Control"]


class TestSecondFactor:
    def test_is_asked_for_when_the_setting_is_on(self, signed_in, settings):
        settings.SECOND_FACTOR_REQUIRED = True
        answer = signed_in.get(reverse("admin:index"))
        assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_activate_totp"))

    def test_is_not_asked_for_when_it_is_off(self, signed_in, settings):
        settings.SECOND_FACTOR_REQUIRED = False
        assert signed_in.get(reverse("admin:itvf_file_changelist")).status_code == 200

    def test_lets_people_reach_its_set_up_and_the_way_out(self, signed_in, settings):
        settings.SECOND_FACTOR_REQUIRED = True
        assert signed_in.get(reverse("account_logout")).status_code == 200
        set_up = signed_in.get(reverse("mfa_activate_totp"))
        assert reverse("mfa_activate_totp") != set_up.headers.get("Location")

    def test_lets_people_pass_who_have_one(self, signed_in, officer, settings):
        from allauth.mfa.models import Authenticator

        Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={"secret": "x"})
        settings.SECOND_FACTOR_REQUIRED = True
        assert signed_in.get(reverse("admin:itvf_file_changelist")).status_code == 200

    def test_strangers_are_asked_to_sign_in_first(self, client, settings):
        settings.SECOND_FACTOR_REQUIRED = True
        answer = client.get(reverse("admin:index"), follow=True)
        assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))


class TestRefusals:
    @pytest.mark.parametrize(("how", "status"), [("stage", 409), ("hidden", 404), ("input", 400)])
    def test_become_pages_with_their_status(self, signed_in, how, status):
        answer = signed_in.post(f"/try/{how}")
        assert answer.status_code == status
        assert "The figure 3 is too high." in answer.content.decode()

    def test_name_every_breach(self, signed_in, monkeypatch):
        from itvf.errors import Breach

        def raise_rules(request, how):
            raise RuleBroken([Breach("x", "First <b>{who}</b>.", "R4", "1(c)", {"who": "<i>"}), Breach("y", "Second.")])

        monkeypatch.setattr(urlpatterns[0], "callback", raise_rules)
        page = signed_in.post("/try/x").content.decode()
        assert "Second." in page
        assert "R4" in page
        assert "<i>" not in page

    def test_are_put_on_record_where_somebody_tried(self, signed_in, officer):
        signed_in.post("/try/stage")
        event = audit.AuditEvent.objects.get()
        assert (event.verb, event.actor, event.facts["code"]) == ("try.refused", officer, "wrong_stage")

    @pytest.mark.parametrize(("method", "how"), [("get", "stage"), ("post", "hidden"), ("post", "input")])
    def test_are_not_where_nobody_did(self, signed_in, method, how):
        getattr(signed_in, method)(f"/try/{how}")
        assert not audit.AuditEvent.objects.exists()


class TestHistory:
    def test_says_who_and_where(self, signed_in, officer):
        signed_in.post("/rename")
        event = officer.events.order_by("pgh_id").last()
        assert event.name == "Renamed"
        assert event.pgh_context == {"user": officer.pk, "name": "Officer", "url": "/rename"}

    def test_never_holds_a_password(self, officer):
        fields = {field.name for field in officer.events.model._meta.fields}
        assert not fields & {"password", "last_login"}

    def test_remembers_what_was_deleted(self, officer):
        officer.role_grants.all().delete()
        assert officer.events.model.objects.filter(pgh_obj_id=officer.pk).exists()
        labels = RoleGrant.pgh_event_model.objects.order_by("pgh_id").values_list("pgh_label", flat=True)
        assert list(labels) == ["insert", "delete"]


class TestHealth:
    def test_says_what_is_well(self, client):
        assert client.get(reverse("health")).json() == {"database": "ok", "worker": "silent", "outbox": "ok"}

    def test_hears_the_worker(self, client):
        from itvf.tasks import heartbeat

        heartbeat()
        heartbeat()
        assert client.get(reverse("health")).json()["worker"] == "ok"
        assert Heartbeat.objects.count() == 1

    def test_shows_figures_to_this_machine_only(self, client):
        assert client.get(reverse("metrics")).status_code == 200
        assert client.get(reverse("metrics"), REMOTE_ADDR="10.0.0.7").status_code == 404
        assert client.get(reverse("metrics"), headers={"X-Forwarded-For": "10.0.0.7"}).status_code == 404


class TestSignIn:
    def test_is_locked_after_five_wrong_passwords(self, officer, client):
        officer.set_password("the right one 123")
        officer.save()

        def sign_in(password):
            return client.post(reverse("account_login"), {"login": officer.email, "password": password})

        statuses = [sign_in("wrong").status_code for _ in range(5)]
        assert statuses[:4] == [200] * 4
        assert statuses[4] == 429
        assert sign_in("the right one 123").status_code == 429
        assert "_auth_user_id" not in client.session

    def test_leads_staff_to_their_site(self, officer, client):
        officer.set_password("the right one 123")
        officer.save()
        answer = client.post(reverse("account_login"), {"login": officer.email, "password": "the right one 123"})
        assert (answer.status_code, answer["Location"]) == (302, reverse("admin:index"))

    def test_speaks_the_persons_language(self, officer, client):
        officer.set_password("the right one 123")
        officer.language = "zh-hant"
        officer.save()
        client.post(reverse("account_login"), {"login": officer.email, "password": "the right one 123"})
        assert '<html lang="zh-Hant-HK"' in client.get(reverse("account_change_password")).content.decode()
