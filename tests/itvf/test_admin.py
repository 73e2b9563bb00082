"""The house's own tables in the staff's admin site."""

from email import message_from_bytes

import pytest
from django.urls import reverse
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from itvf import audit, files, outbox
from itvf.dates import now
from itvf.models import OutboxMessage, RoleGrant, User

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PDF = b"%PDF-1.7 notice"


def person(name: str, *roles: str) -> User:
    user = User.objects.create_user(f"{name}@people.example", name=name.title())
    for role in roles:
        RoleGrant.objects.create(user=user, role=role)
    return user


@pytest.fixture
def sign_in_as(client):
    def sign_in(name, *roles):
        user = person(name, *roles)
        client.force_login(user, backend=BACKEND)
        return user

    return sign_in


def page_of(thing) -> str:
    return reverse(f"admin:itvf_{thing._meta.model_name}_change", args=[thing.pk])


def verb_of(thing, name: str) -> str:
    return reverse(f"admin:itvf_{thing._meta.model_name}_{name}", args=[thing.pk])


def attach(message):
    return [("繳款通知.pdf", "application/pdf", PDF)]


def fail(message):
    raise ValueError("a figure is missing")


LISTS = ["itvf_user", "itvf_rolegrant", "itvf_outboxmessage", "itvf_auditevent", "itvf_file"]


class TestLists:
    @pytest.mark.parametrize("name", [*LISTS, "django_celery_beat_periodictask"])
    def test_are_for_staff(self, client, sign_in_as, name):
        address = reverse(f"admin:{name}_changelist")
        assert client.get(address).status_code == 302
        sign_in_as("auditor", "auditor")
        assert client.get(address).status_code == 200

    @pytest.mark.parametrize("name", LISTS)
    def test_are_not_for_others(self, client, sign_in_as, name):
        sign_in_as("stranger")
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == 302

    @pytest.mark.parametrize("name", LISTS)
    def test_change_nothing_by_themselves(self, client, sign_in_as, name):
        sign_in_as("administrator", "administrator")
        assert client.get(reverse(f"admin:{name}_add")).status_code == 403

    def test_open_each_object(self, client, sign_in_as, settings, tmp_path):
        settings.FILES_FOLDER = tmp_path
        officer = sign_in_as("officer", "programme_officer")
        things = [
            officer,
            officer.role_grants.get(),
            outbox.put(key="k", kind="x", to="a@b.example", subject="s", text="t", about=officer),
            audit.record(chain=audit.PROGRAMME, verb="user.add", subject=officer, by=officer, facts={"a": [1]}),
            files.store(PDF, name="a.pdf", content_type="application/pdf", by=officer),
        ]
        for thing in things:
            for address in (page_of(thing), verb_of(thing, "history")):
                assert client.get(address).status_code == 200, address

    def test_show_what_runs_by_the_clock(self, client, sign_in_as):
        sign_in_as("officer", "programme_officer")
        every = IntervalSchedule.objects.create(every=30, period="seconds")
        task = PeriodicTask.objects.create(name="relay-outbox", task="itvf.relay_outbox", interval=every)
        page = client.get(reverse("admin:django_celery_beat_periodictask_change", args=[task.pk]))
        assert "itvf.relay_outbox" in page.content.decode()


class TestPeople:
    def test_are_added_by_an_administrator(self, client, sign_in_as):
        sign_in_as("administrator", "administrator")
        client.post(
            reverse("admin:itvf_user_add_person"),
            {"email": "new@people.example", "name": "New Person", "language": "zh-hant"},
        )
        assert User.objects.get(email="new@people.example").language == "zh-hant"
        assert OutboxMessage.objects.get().kind == "welcome"

    def test_are_given_a_role(self, client, sign_in_as):
        sign_in_as("administrator", "administrator")
        officer = person("officer")
        answer = client.post(verb_of(officer, "grant_role"), {"role": "programme_officer"})
        assert answer["Location"]
        assert officer.staff_roles() == {"programme_officer"}

    def test_lose_a_role(self, client, sign_in_as):
        sign_in_as("administrator", "administrator")
        officer = person("officer", "programme_officer")
        client.post(verb_of(officer.role_grants.get(), "revoke"), {"reason": "moved on"})
        assert officer.staff_roles() == set()

    def test_hear_why_not(self, client, sign_in_as):
        sign_in_as("administrator", "administrator")
        officer = person("officer", "programme_officer")
        answer = client.post(verb_of(officer, "grant_role"), {"role": "auditor"})
        assert answer.status_code == 422
        assert "held alone" in answer.content.decode()
        assert officer.staff_roles() == {"programme_officer"}
        assert audit.AuditEvent.objects.get().facts["breaches"][0]["code"] == "role_held_alone"

    @pytest.mark.parametrize("verb", ["grant_role", "shut_out"])
    def test_are_left_alone_by_everybody_else(self, client, sign_in_as, verb):
        sign_in_as("officer", "programme_officer")
        other = person("other")
        answer = client.post(verb_of(other, verb), {"role": "programme_manager", "reason": "x"})
        assert answer.status_code == 403
        other.refresh_from_db()
        assert other.is_active
        assert not other.staff_roles()

    def test_never_show_a_password(self, client, sign_in_as):
        administrator = sign_in_as("administrator", "administrator")
        administrator.set_password("the right one 123")
        administrator.save()
        client.force_login(administrator, backend=BACKEND)
        page = client.get(page_of(administrator)).content.decode()
        assert administrator.password not in page


class TestOutbox:
    def write(self, **fields):
        return outbox.put(
            key="notice:1", kind="notice", to="contact@partner.example", subject="Call", text="Pay.", **fields
        )

    def part(self, message, part):
        return reverse("admin:itvf_outboxmessage_part", args=[message.pk, part])

    def test_shows_the_mail_that_was_caught(self, client, sign_in_as, smtp, settings, monkeypatch):
        settings.MAIL_FOLDER = smtp.folder
        monkeypatch.setitem(outbox.renderers, "notice", f"{__name__}.attach")
        message = self.write(renderer="notice")
        outbox.relay(clock=now)
        sign_in_as("officer", "programme_officer")
        page = client.get(page_of(message)).content.decode()
        assert "message.eml" in page
        assert "繳款通知.pdf" in page
        mail = message_from_bytes(client.get(self.part(message, "mail")).content)
        assert mail["Message-ID"] == message.message_id
        attachment = client.get(self.part(message, "0"))
        assert attachment.content == PDF
        assert attachment["Content-Disposition"].startswith("attachment;")

    def test_makes_attachments_where_no_mail_is_kept(self, client, sign_in_as, settings, tmp_path, monkeypatch):
        settings.MAIL_FOLDER = tmp_path
        monkeypatch.setitem(outbox.renderers, "notice", f"{__name__}.attach")
        message = self.write(renderer="notice")
        sign_in_as("officer", "programme_officer")
        assert "繳款通知.pdf" in client.get(page_of(message)).content.decode()
        assert client.get(self.part(message, "0")).content == PDF
        assert client.get(self.part(message, "1")).status_code == 404
        assert client.get(self.part(message, "mail")).status_code == 404

    def test_says_why_attachments_can_not_be_made(self, client, sign_in_as, settings, tmp_path, monkeypatch):
        settings.MAIL_FOLDER = tmp_path
        monkeypatch.setitem(outbox.renderers, "notice", f"{__name__}.fail")
        message = self.write(renderer="notice")
        sign_in_as("officer", "programme_officer")
        assert "a figure is missing" in client.get(page_of(message)).content.decode()

    def test_sends_again_what_failed(self, client, sign_in_as):
        message = self.write()
        OutboxMessage.objects.update(state="claimed", claim="0" * 32, claimed_at=now())
        OutboxMessage.objects.update(state="failed")
        sign_in_as("officer", "programme_officer")
        assert "Send again" in client.get(page_of(message)).content.decode()
        client.post(verb_of(message, "resend"), {"reason": "address mended"})
        message.refresh_from_db()
        assert message.state == "pending"

    def test_does_not_offer_it_for_what_waits(self, client, sign_in_as):
        message = self.write()
        sign_in_as("officer", "programme_officer")
        assert "Send again" not in client.get(page_of(message)).content.decode()

    def test_is_read_by_the_auditor_and_no_more(self, client, sign_in_as):
        message = self.write()
        sign_in_as("auditor", "auditor")
        assert client.get(page_of(message)).status_code == 200
        assert client.post(verb_of(message, "cancel"), {"reason": "x"}).status_code == 403


class TestFiles:
    @pytest.fixture
    def file(self, settings, tmp_path):
        settings.FILES_FOLDER = tmp_path
        return files.store(PDF, name="承諾書.pdf", content_type="application/pdf", by=person("gp"))

    def test_are_saved_under_their_own_name(self, client, sign_in_as, file):
        sign_in_as("auditor", "auditor")
        answer = client.get(reverse("admin:itvf_file_content", args=[file.pk]))
        assert answer.content == PDF
        assert "attachment; filename*=utf-8''%E6%89%BF" in answer["Content-Disposition"]

    def test_are_not_for_strangers(self, client, sign_in_as, file):
        sign_in_as("stranger")
        assert client.get(reverse("admin:itvf_file_content", args=[file.pk])).status_code == 302
