"""The audit trail: events that chain, and tampering that is refused or shows."""

import threading
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import Error, connection, connections, transaction

from itvf import audit, files
from itvf.errors import Breach, NotPermitted, RuleBroken
from itvf.models import RoleGrant, User

CHAIN = "fund:1"
FACTS = {
    "amount_hkd": Decimal("450000000.00"),
    "due": date(2026, 3, 31),
    "at": datetime(2026, 3, 31, 8, tzinfo=UTC),
    "名稱": '示範"基金"\\',
    "lines": [1, None, True],
}


@pytest.fixture
def officer(db):
    return User.objects.create_user("officer@people.example", name="Officer")


def record(officer, *, chain=CHAIN, verb="capital_call.issue", **kwargs):
    return audit.record(chain=chain, verb=verb, subject=officer, by=officer, **kwargs)


def as_owner(*statements: str):
    """What the owner of the database could do, and nobody else."""
    with connections["migrator"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class TestRecord:
    def test_chains_each_event_to_the_one_before(self, officer):
        first, second = record(officer), record(officer)
        assert (first.sequence, first.previous_hash) == (1, "")
        assert (second.sequence, second.previous_hash) == (2, first.hash)

    def test_keeps_chains_apart(self, officer):
        record(officer)
        assert record(officer, chain="fund:2").sequence == 1

    def test_keeps_the_name_that_the_person_had(self, officer):
        event = record(officer)
        officer.name = "Somebody Else"
        officer.save()
        event.refresh_from_db()
        assert event.actor_name == "Officer"

    def test_names_the_system_where_nobody_did_it(self, officer):
        assert audit.record(chain=CHAIN, verb="x.y", subject=None, by=None).actor_name == "system"

    def test_writes_facts_that_are_proved(self, officer):
        event = record(officer, facts=FACTS, reason="因為\n所以")
        assert event.facts["amount_hkd"] == "450000000.00"
        assert event.facts["at"] == "2026-03-31T08:00:00.000000Z"
        assert audit.verify(CHAIN) == []

    def test_refuses_a_binary_fraction(self, officer):
        with pytest.raises(TypeError, match="float"):
            record(officer, facts={"rate": 0.07})

    def test_says_when_it_happened_and_when_it_was_recorded(self, officer):
        moment = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
        event = record(officer, at=moment)
        event.refresh_from_db()
        assert event.happened_at == moment
        assert event.recorded_at > moment

    def test_leaves_nothing_when_the_verb_is_rolled_back(self, officer):
        def refused_after_all():
            with transaction.atomic():
                record(officer)
                raise NotPermitted("no")

        with pytest.raises(NotPermitted):
            refused_after_all()
        assert audit.head(CHAIN).sequence == 0


class TestRefusal:
    def test_is_recorded_with_its_breaches(self, officer):
        breach = Breach("below_floor", "{found_hkd} is below.", "R6", "Annex 3 1(e)", {"found_hkd": Decimal("1.00")})
        event = audit.record_refusal(error=RuleBroken([breach]), by=officer, verb="closing.complete", chain=CHAIN)
        assert event.verb == "closing.complete.refused"
        assert event.facts["breaches"][0]["facts"] == {"found_hkd": "1.00"}
        assert audit.verify(CHAIN) == []


class TestCanonical:
    def test_has_one_spelling(self):
        spelt = audit.canonical({"b": Decimal("1.50"), "a": ["é", None, True]})
        assert spelt == '{"a":["é",null,true],"b":"1.50"}'.encode()

    def test_does_not_depend_on_the_order_of_keys(self):
        assert audit.canonical({"a": 1, "b": 2}) == audit.canonical({"b": 2, "a": 1})


@pytest.mark.django_db(transaction=True)
class TestWritersAtOnce:
    def test_leave_one_unbroken_chain(self):
        officer = User.objects.create_user("officer@people.example", name="Officer")
        faults = []

        def write():
            try:
                for _ in range(10):
                    record(officer)
            except Exception as fault:
                faults.append(fault)
            finally:
                connection.close()

        writers = [threading.Thread(target=write) for _ in range(4)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        assert not faults
        assert audit.head(CHAIN).sequence == 40
        assert audit.verify(CHAIN) == []


EVENT = """INSERT INTO itvf_auditevent (chain, sequence, verb, subject_type, subject_id, subject_label, actor_id,
    actor_name, reason, facts, happened_at, recorded_at, content, previous_hash, hash)
    SELECT chain, {sequence}, verb, subject_type, subject_id, subject_label, actor_id, actor_name, reason, facts,
    happened_at, {recorded_at}, content, {previous_hash}, hash FROM itvf_auditevent WHERE sequence = 1"""

TAMPERING = {
    "changes an event": "UPDATE itvf_auditevent SET verb = 'x'",
    "changes no event at all": "UPDATE itvf_auditevent SET verb = 'x' WHERE false",
    "deletes an event": "DELETE FROM itvf_auditevent",
    "empties the trail": "TRUNCATE itvf_auditevent",
    "drops the trail": "DROP TABLE itvf_auditevent",
    "takes a trigger off": "ALTER TABLE itvf_auditevent DISABLE TRIGGER append_only",
    "takes all triggers off": "ALTER TABLE itvf_auditevent DISABLE TRIGGER ALL",
    "drops a trigger": "DROP TRIGGER append_only ON itvf_auditevent",
    "plays replica": "SET session_replication_role = replica; DELETE FROM itvf_auditevent",
    "becomes the owner": "SET ROLE owner; DELETE FROM itvf_auditevent",
    "gives itself the right": "GRANT ALL ON itvf_auditevent TO app; DELETE FROM itvf_auditevent",
    "replaces the guard": "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql "
    "AS 'BEGIN RETURN NULL; END'",
    "replaces a row through a conflict": EVENT.format(
        sequence="sequence", recorded_at="now()", previous_hash="previous_hash"
    )
    + " ON CONFLICT (chain, sequence) DO UPDATE SET verb = 'x'",
    "merges over an event": "MERGE INTO itvf_auditevent e USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE",
    "names an id": "INSERT INTO itvf_auditevent (id, chain) VALUES (1, 'x')",
    "forges an event": EVENT.format(sequence="2", recorded_at="clock_timestamp()", previous_hash="hash"),
    "forks the chain": EVENT.format(sequence="3", recorded_at="clock_timestamp()", previous_hash="hash"),
    "backdates an event": EVENT.format(sequence="2", recorded_at="now() - interval '1 day'", previous_hash="hash"),
    "lies about the event before": EVENT.format(
        sequence="2", recorded_at="clock_timestamp()", previous_hash="repeat('0', 64)"
    ),
    "asks pgtrigger to look away": "SELECT set_config('pgtrigger.ignore', '{itvf_auditevent:append_only}', true); "
    "DELETE FROM itvf_auditevent",
    "changes the history of a row": "UPDATE itvf_rolegrantevent SET role = 'administrator'",
    "deletes the history of a row": "DELETE FROM itvf_userevent",
    "empties the history": "TRUNCATE itvf_userevent",
    "changes a file's hash": "UPDATE itvf_file SET sha256 = repeat('0', 64)",
    "deletes a file's row": "DELETE FROM itvf_file",
    "pretends a migration": "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())",
    "makes a table": "CREATE TABLE mine (id int)",
}


@pytest.mark.django_db(transaction=True)
class TestTheApplicationsRole:
    @pytest.fixture(autouse=True)
    def things(self, settings, tmp_path):
        settings.FILES_FOLDER = tmp_path
        officer = User.objects.create_user("officer@people.example", name="Officer")
        RoleGrant.objects.create(user=officer, role="programme_officer")
        record(officer)
        files.store(b"%PDF-1.7", name="a.pdf", content_type="application/pdf", by=officer)

    def test_is_not_the_owner(self):
        assert connections["default"].settings_dict["USER"] != connections["migrator"].settings_dict["USER"]

    @pytest.mark.parametrize("how", TAMPERING)
    def test_is_refused_when_it(self, how):
        def rows():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT (SELECT string_agg(e::text, '|' ORDER BY id) FROM itvf_auditevent e),"
                    " (SELECT string_agg(h::text, '|' ORDER BY pgh_id) FROM itvf_userevent h),"
                    " (SELECT string_agg(f::text, '|' ORDER BY id) FROM itvf_file f)"
                )
                return cursor.fetchone()

        before = rows()
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(TAMPERING[how])
        assert rows() == before

    def test_may_add_what_follows(self):
        record(User.objects.get())
        assert audit.verify(CHAIN) == []

    def test_has_its_history_stamped_by_the_database(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO itvf_userevent (pgh_created_at, pgh_label, id, email, name, name_zh_hant, job_title,"
                " language, is_active, date_joined, pgh_obj_id) VALUES ('2001-01-01', 'forged', 1, 'e', 'n', '', '',"
                " 'en', true, now(), 1) RETURNING pgh_created_at"
            )
            (stamped,) = cursor.fetchone()
        assert stamped > datetime.now(UTC) - timedelta(minutes=1)


@pytest.mark.django_db(transaction=True, databases=["default", "migrator"])
class TestWhatTheOwnerDoes:
    """The owner can take the guard off; then the chain shows what was done."""

    @pytest.fixture(autouse=True)
    def five_events(self):
        officer = User.objects.create_user("officer@people.example", name="Officer")
        for _ in range(5):
            record(officer, facts=FACTS)

    @pytest.mark.parametrize(
        ("statement", "sequence", "what"),
        [
            ("UPDATE itvf_auditevent SET verb = 'x' WHERE sequence = 3", 3, "its content was changed"),
            ("UPDATE itvf_auditevent SET facts = '{}' WHERE sequence = 3", 3, "its content was changed"),
            ("UPDATE itvf_auditevent SET content = '{}' WHERE sequence = 3", 3, "its content was changed"),
            ("DELETE FROM itvf_auditevent WHERE sequence = 2", 3, "an event before it is missing"),
            ("DELETE FROM itvf_auditevent WHERE sequence = 1", 2, "an event before it is missing"),
        ],
    )
    def test_shows(self, statement, sequence, what):
        as_owner("ALTER TABLE itvf_auditevent DISABLE TRIGGER USER", statement)
        assert audit.verify(CHAIN)[0] == audit.Fault(CHAIN, sequence, what)

    def test_shows_even_when_the_hash_is_made_to_fit(self):
        as_owner(
            "ALTER TABLE itvf_auditevent DISABLE TRIGGER USER",
            "UPDATE itvf_auditevent SET verb = 'x', content = replace(content, 'capital_call.issue', 'x')"
            " WHERE sequence = 3",
            "UPDATE itvf_auditevent SET hash = encode(sha256(convert_to(content, 'UTF8')), 'hex') WHERE sequence = 3",
        )
        assert [(fault.sequence, fault.what) for fault in audit.verify(CHAIN)] == [
            (4, "it does not follow the event before it")
        ]

    def test_shows_by_the_head_when_the_end_is_cut_off(self):
        before = audit.head(CHAIN)
        as_owner("ALTER TABLE itvf_auditevent DISABLE TRIGGER USER", "DELETE FROM itvf_auditevent WHERE sequence = 5")
        assert audit.verify(CHAIN) == []
        assert audit.head(CHAIN) != before

    def test_is_refused_while_the_guard_stands(self):
        with pytest.raises(Error):
            as_owner("UPDATE itvf_auditevent SET verb = 'x'")


def test_events_are_counted_by_index_alone(officer):
    record(officer)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT sequence, hash FROM itvf_auditevent WHERE chain = 'x' ORDER BY sequence DESC LIMIT 1"
        )
        plan = " ".join(line for (line,) in cursor.fetchall())
    assert "Index Scan Backward" in plan
    assert "Sort" not in plan
