"""The books against the application's own role: what would alter what stands is refused by PostgreSQL."""

from decimal import Decimal

import pytest
from django.db import Error, connection, transaction

from funds.models import Commitment, JournalEntry
from tests import programme

pytestmark = pytest.mark.django_db(transaction=True)

# {entry}, {posting}, … are filled with rows that stand; each statement runs alone and is committed if it can be.
ALTERATIONS = [
    "UPDATE funds_posting SET amount_hkd = amount_hkd + 1 WHERE id = {posting}",
    "UPDATE funds_posting SET account_id = {other_account} WHERE id = {posting}",
    "DELETE FROM funds_posting WHERE id = {posting}",
    "TRUNCATE funds_posting",
    "UPDATE funds_journalentry SET effective_date = '2020-01-01' WHERE id = {entry}",
    "UPDATE funds_journalentry SET recorded_at = now() WHERE id = {entry}",
    "DELETE FROM funds_journalentry WHERE id = {entry}",
    "TRUNCATE funds_journalentry CASCADE",
    "INSERT INTO funds_journalentry (id, book_id, kind, effective_date, memo, source, recorded_by_id)"
    " VALUES (1, {book}, 'contribution', '2025-05-15', 'x', 'x', {person})",
    "INSERT INTO funds_journalentry (book_id, kind, effective_date, memo, source, recorded_by_id, xact_id)"
    " VALUES ({book}, 'contribution', '2025-05-15', 'x', 'x', {person}, '1')",
    # posting into an entry of another transaction, balanced or not
    "INSERT INTO funds_posting (entry_id, book_id, account_id, amount_hkd)"
    " VALUES ({entry}, {book}, {account}, 5), ({entry}, {book}, {account}, -5)",
    "INSERT INTO funds_posting (id, entry_id, book_id, account_id, amount_hkd)"
    " VALUES (1, {entry}, {book}, {account}, 5)",
    # an entry without lines, an unbalanced one, one with an account of another book, a NaN
    "INSERT INTO funds_journalentry (book_id, kind, effective_date, memo, source, recorded_by_id)"
    " VALUES ({book}, 'contribution', '2025-05-15', 'x', 'x', {person})",
    "WITH e AS (INSERT INTO funds_journalentry (book_id, kind, effective_date, memo, source, recorded_by_id)"
    " VALUES ({book}, 'contribution', '2025-05-15', 'x', 'x', {person}) RETURNING id)"
    " INSERT INTO funds_posting (entry_id, book_id, account_id, amount_hkd)"
    " SELECT e.id, {book}, {account}, a FROM e, (VALUES (5.00), (-4.99)) v(a)",
    "WITH e AS (INSERT INTO funds_journalentry (book_id, kind, effective_date, memo, source, recorded_by_id)"
    " VALUES ({book}, 'contribution', '2025-05-15', 'x', 'x', {person}) RETURNING id)"
    " INSERT INTO funds_posting (entry_id, book_id, account_id, amount_hkd)"
    " SELECT e.id, {book}, a, n FROM e, (VALUES ({account}, 5.00), ({other_account}, -5.00)) v(a, n)",
    "WITH e AS (INSERT INTO funds_journalentry (book_id, kind, effective_date, memo, source, recorded_by_id)"
    " VALUES ({book}, 'contribution', '2025-05-15', 'x', 'x', {person}) RETURNING id)"
    " INSERT INTO funds_posting (entry_id, book_id, account_id, amount_hkd)"
    " SELECT e.id, {book}, {account}, a FROM e, (VALUES ('NaN'::numeric), ('NaN'::numeric)) v(a)",
    # a reversal of another kind, and of another book's entry
    "INSERT INTO funds_journalentry (book_id, kind, effective_date, memo, source, recorded_by_id, reverses_id)"
    " VALUES ({book}, 'investment', '2025-05-15', 'x', 'x', {person}, {entry})",
    "INSERT INTO funds_journalentry (book_id, kind, effective_date, memo, source, recorded_by_id, reverses_id)"
    " VALUES ({other_book}, 'contribution', '2025-05-15', 'x', 'x', {person}, {entry})",
    "UPDATE funds_ledgeraccount SET partner_id = NULL WHERE id = {account}",
    "UPDATE funds_contribution SET amount_hkd = 1",
    "DELETE FROM funds_contribution",
    "UPDATE itvf_auditevent SET actor_name = 'Somebody else'",
    "DELETE FROM itvf_auditevent",
    "TRUNCATE itvf_auditevent",
    "UPDATE funds_capitalcallevent SET amount_hkd = 1",
    # roads round the triggers
    "SET session_replication_role = replica",
    "ALTER TABLE funds_posting DISABLE TRIGGER ALL",
    "ALTER TABLE funds_journalentry DISABLE TRIGGER journal_entry_balances",
    "DROP TRIGGER append_only ON funds_posting",
    "DROP TABLE funds_posting",
    "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "SET ROLE postgres",
    # what was issued and completed stands
    "UPDATE funds_callline SET amount_hkd = amount_hkd - 1, called_after_hkd = called_after_hkd - 1,"
    " unfunded_after_hkd = unfunded_after_hkd + 1 WHERE id = {line}",
    "DELETE FROM funds_callline WHERE id = {line}",
    "UPDATE funds_callpurpose SET label = 'Something else'",
    "UPDATE funds_capitalcall SET due_date = '2030-01-01'",
    "UPDATE funds_capitalcall SET stage = 'draft', issued_by_id = NULL",
    "DELETE FROM funds_capitalcall",
    "UPDATE funds_commitment SET amount_hkd = amount_hkd + 1",
    "DELETE FROM funds_commitment",
    "UPDATE funds_closing SET stage = 'draft'",
    "UPDATE funds_notice SET content = '{{}}'",
    "UPDATE funds_paymentcase SET amount_hkd = 1",
    "UPDATE funds_paymentcase SET stage = 'matched'",
]
PASSES_TRIGGERS_OF_CODE = [
    "UPDATE funds_posting SET amount_hkd = 1",
    "DELETE FROM funds_journalentry",
    "DELETE FROM itvf_auditevent",
    "UPDATE funds_capitalcall SET due_date = '2030-01-01'",
    "UPDATE funds_commitment SET amount_hkd = 1",
]


@pytest.fixture
def rows():
    """A fund with a paid line, and the Corporation's book beside it."""
    cast = programme.enrol()
    fund = programme.opened(cast, programme.scheme())
    programme.funding(cast)
    line = programme.issued(cast, fund).lines.get(partner__kind="gp")
    entry = programme.receive(cast, line).entry
    other = JournalEntry.objects.exclude(book=entry.book).get()
    return {
        "entry": entry.pk,
        "book": entry.book_id,
        "posting": entry.postings.first().pk,
        "account": entry.postings.first().account_id,
        "other_book": other.book_id,
        "other_account": other.postings.first().account_id,
        "line": line.pk,
        "person": cast.officer.pk,
    }


def picture() -> list:
    """The books as they stand."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM ("
            " SELECT e::text FROM funds_journalentry e UNION ALL SELECT p::text FROM funds_posting p"
            " UNION ALL SELECT c::text FROM funds_callline c UNION ALL SELECT m::text FROM funds_commitment m"
            " UNION ALL SELECT a::text FROM itvf_auditevent a UNION ALL SELECT k::text FROM funds_capitalcall k) t(t)"
        )
        return cursor.fetchall()


class TestTheApplicationsRole:
    def test_can_alter_nothing_that_stands(self, rows):
        before, passed = picture(), []
        for statement in ALTERATIONS:
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(statement.format(**rows))
            except Error:
                continue
            passed.append(statement)
        assert passed == []
        assert picture() == before

    def test_can_not_pass_by_the_setting_that_code_may_use(self, rows):
        before, passed = picture(), []
        for statement in PASSES_TRIGGERS_OF_CODE:
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(
                        "SELECT set_config('pgtrigger.ignore',"
                        " (SELECT '{' || string_agg(c.relname || ':' || t.tgname, ',') || '}' FROM pg_trigger t"
                        " JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal), true)"
                    )
                    cursor.execute(statement)
            except Error:
                continue
            passed.append(statement)
        assert passed == []
        assert picture() == before

    def test_can_not_say_when_a_thing_was_recorded(self, rows):
        """A recorded time that is named is not the one that is written."""
        with transaction.atomic(), connection.cursor() as cursor:
            try:
                cursor.execute(
                    "WITH e AS (INSERT INTO funds_journalentry"
                    " (book_id, kind, effective_date, memo, source, recorded_by_id, recorded_at)"
                    " VALUES ({book}, 'contribution', '2025-05-15', 'x', 'x', {person}, '2001-01-01') RETURNING id)"
                    " INSERT INTO funds_posting (entry_id, book_id, account_id, amount_hkd)"
                    " SELECT e.id, {book}, {account}, a FROM e, (VALUES (5.00), (-5.00)) v(a)".format(**rows)
                )
            except Error:
                transaction.set_rollback(True)
                return
        assert not JournalEntry.objects.filter(recorded_at__year=2001).exists()

    def test_reverses_an_entry_once(self, rows):
        entry = JournalEntry.objects.get(pk=rows["entry"])
        reversal = (
            "WITH e AS (INSERT INTO funds_journalentry"
            " (book_id, kind, effective_date, memo, source, recorded_by_id, reverses_id)"
            " VALUES ({book}, 'contribution', '2025-05-20', 'x', 'x', {person}, {entry}) RETURNING id)"
            " INSERT INTO funds_posting (entry_id, book_id, account_id, amount_hkd)"
            " SELECT e.id, {book}, {account}, a FROM e, (VALUES (5.00), (-5.00)) v(a)"
        )
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(reversal.format(**rows))
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(reversal.format(**rows))
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(reversal.format(**rows | {"entry": entry.reversed_by.pk}))

    def test_can_not_type_in_the_governments_commitment(self, rows):
        government = Commitment.objects.get(partner__kind="government")
        for is_derived in (True, False):
            with pytest.raises(Error), transaction.atomic():
                Commitment.objects.create(
                    closing=government.closing,
                    fund=government.fund,
                    partner=government.partner,
                    amount_hkd=Decimal("1.00"),
                    signed_date=government.signed_date,
                    is_accepted=True,
                    is_unconditional=True,
                    is_derived=is_derived,
                )

    def test_is_neither_owner_nor_superuser(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
                " UNION ALL SELECT pg_has_role(tableowner::name, 'MEMBER') FROM pg_tables"
                " WHERE tablename = 'funds_posting'"
            )
            assert cursor.fetchall() == [(False,), (False,)]
