"""People: added and given roles by an administrator, who is never alone with themselves."""

import pytest
from django.db import Error, transaction
from django.urls import reverse

from itvf import audit, people
from itvf.dates import now
from itvf.errors import InputRefused, NotPermitted, RuleBroken, WrongStage
from itvf.models import AuditEvent, OutboxMessage, RoleGrant, User

pytestmark = pytest.mark.django_db


def person(name: str, *roles: str) -> User:
    user = User.objects.create_user(f"{name}@people.example", name=name.title())
    for role in roles:
        RoleGrant.objects.create(user=user, role=role)
    return user


@pytest.fixture
def administrator():
    return person("administrator", "administrator")


def add(by, **fields):
    return people.add(**{"email": "New.Person@people.example", "name": "New Person", "by": by, "at": now()} | fields)


def verbs():
    return list(audit.AuditEvent.objects.order_by("id").values_list("verb", flat=True))


class TestAdd:
    def test_makes_a_person_without_password_or_role(self, administrator):
        user = add(administrator)
        assert user.email == "new.person@people.example"
        assert not user.has_usable_password()
        assert not user.is_staff
        assert verbs() == ["user.add"]

    def test_tells_the_person_where_to_set_a_password(self, administrator, settings):
        settings.PUBLIC_ADDRESS = "https://itvf.example"
        user = add(administrator)
        message = OutboxMessage.objects.get(kind="welcome")
        assert message.to == user.email
        assert "https://itvf.example/accounts/password/reset/" in message.text

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"email": "no address"}, "email_invalid"),
            ({"name": "  "}, "name_missing"),
            ({"email": "ADMINISTRATOR@people.example"}, "email_taken"),
        ],
    )
    def test_refuses_bad_input_and_writes_nothing(self, administrator, fields, code):
        with pytest.raises(InputRefused) as refusal:
            add(administrator, **fields)
        assert refusal.value.code == code
        assert User.objects.count() == 1
        assert not verbs()

    def test_is_for_administrators(self):
        with pytest.raises(NotPermitted):
            add(person("manager", "programme_manager"))


class TestGrantRole:
    def test_counts_at_once(self, administrator):
        user = person("officer")
        people.grant_role(user=user, role="programme_officer", by=administrator, at=now())
        assert user.is_staff
        assert verbs() == ["user.grant_role"]

    def test_is_never_to_oneself(self, administrator):
        with pytest.raises(NotPermitted):
            people.grant_role(user=administrator, role="auditor", by=administrator, at=now())
        with pytest.raises(Error), transaction.atomic():
            RoleGrant.objects.create(user=administrator, role="auditor", granted_by=administrator)

    @pytest.mark.parametrize(
        ("held", "role"),
        [("auditor", "finance_officer"), ("programme_officer", "auditor"), ("finance_officer", "administrator")],
    )
    def test_keeps_auditor_and_administrator_alone(self, administrator, held, role):
        user = person("somebody", held)
        with pytest.raises(RuleBroken) as refusal:
            people.grant_role(user=user, role=role, by=administrator, at=now())
        assert [breach.code for breach in refusal.value.breaches] == ["role_held_alone"]
        assert user.staff_roles() == {held}

    def test_takes_other_roles_together(self, administrator):
        user = person("somebody", "programme_officer")
        people.grant_role(user=user, role="finance_officer", by=administrator, at=now())
        assert user.staff_roles() == {"programme_officer", "finance_officer"}

    def test_is_refused_twice(self, administrator):
        user = person("officer", "programme_officer")
        with pytest.raises(WrongStage):
            people.grant_role(user=user, role="programme_officer", by=administrator, at=now())

    def test_refuses_a_role_that_there_is_not(self, administrator):
        with pytest.raises(InputRefused):
            people.grant_role(user=person("x"), role="gp_maker", by=administrator, at=now())

    def test_is_for_administrators(self):
        with pytest.raises(NotPermitted):
            people.grant_role(user=person("x"), role="auditor", by=person("m", "programme_manager"), at=now())


class TestRevokeRole:
    def test_counts_at_once_and_stays_on_record(self, administrator):
        officer = person("officer", "programme_officer")
        people.revoke_role(grant=officer.role_grants.get(), by=administrator, at=now(), reason="moved on")
        assert not officer.is_staff
        assert officer.role_grants.get().revoked_by == administrator
        assert verbs() == ["user.revoke_role"]

    def test_leaves_one_administrator(self, administrator):
        with pytest.raises(RuleBroken) as refusal:
            people.revoke_role(grant=administrator.role_grants.get(), by=administrator, at=now(), reason="leaving")
        assert refusal.value.breaches[0].code == "last_administrator"

    def test_takes_an_administrators_role_when_there_is_another(self, administrator):
        other = person("other", "administrator")
        people.revoke_role(grant=administrator.role_grants.get(), by=other, at=now(), reason="leaving")
        assert not administrator.is_staff

    def test_is_refused_twice(self, administrator):
        grant = person("officer", "programme_officer").role_grants.get()
        people.revoke_role(grant=grant, by=administrator, at=now(), reason="moved on")
        with pytest.raises(WrongStage):
            people.revoke_role(grant=grant, by=administrator, at=now(), reason="again")


class TestShutOut:
    def test_ends_an_open_session(self, administrator, client):
        officer = person("officer", "programme_officer")
        client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
        people.shut_out(user=officer, by=administrator, at=now(), reason="left")
        assert client.get(reverse("account_change_password")).status_code == 302
        assert verbs() == ["user.shut_out"]

    def test_can_be_undone(self, administrator):
        officer = person("officer", "programme_officer")
        people.shut_out(user=officer, by=administrator, at=now(), reason="left")
        people.let_in(user=officer, by=administrator, at=now(), reason="came back")
        officer.refresh_from_db()
        assert officer.is_active

    def test_is_not_for_oneself(self, administrator):
        with pytest.raises(NotPermitted):
            people.shut_out(user=administrator, by=administrator, at=now(), reason="x")


class TestFirstSignIn:
    """From the welcome to a signed-in person, without anybody else knowing the password."""

    def test_sets_a_password_by_the_link_in_the_mail(self, administrator, client, mailoutbox, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        user = add(administrator)
        client.post(reverse("account_reset_password"), {"email": user.email})
        (mail,) = mailoutbox
        link = next(word for word in mail.body.split() if "/accounts/password/reset/key/" in word)
        form = client.get(link, follow=True)
        password = "a long enough sentence 7"
        client.post(form.request["PATH_INFO"], {"password1": password, "password2": password})
        answer = client.post(reverse("account_login"), {"login": user.email.upper(), "password": password})
        assert answer.status_code == 302
        assert client.session["_auth_user_id"] == str(user.pk)

    def test_who_signs_up_has_no_part_in_anything(self, client, settings):
        given = {"email": "new@x.example", "password1": "a long enough sentence 7", "name": "Nora"}
        settings.NEWCOMERS_MAY_SIGN_UP = False
        client.post(reverse("account_signup"), given)
        assert not User.objects.filter(email="new@x.example").exists()
        settings.NEWCOMERS_MAY_SIGN_UP = True
        client.post(reverse("account_signup"), given)
        newcomer = User.objects.get(email="new@x.example")
        assert (newcomer.staff_roles(), newcomer.is_staff, newcomer.memberships.count()) == (set(), False, 0)
        assert AuditEvent.objects.get(verb="user.sign_up").actor_id == newcomer.pk
