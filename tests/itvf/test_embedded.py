"""The ground everything runs on: services that start, are joined, survive a kill, and stop."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from itvf import places, run, second_role, trial
from itvf.binaries import ServiceFailed
from itvf.embedded import Broker, Postgres, folder_of_sockets


class TestFolderOfSockets:
    def test_lies_in_the_place_when_its_path_is_short(self, tmp_path):
        place = Path("/tmp") / f"itvf-short-{os.getpid()}"  # noqa: S108
        try:
            assert folder_of_sockets(place) == place / "run"
        finally:
            (place / "run").rmdir()
            place.rmdir()

    @pytest.mark.parametrize("name", ["a" * 90, "with space", "部門"])
    def test_moves_to_a_private_folder_when_the_path_is_long_or_odd(self, tmp_path, name):
        folder = folder_of_sockets(tmp_path / name)
        try:
            assert len(str(folder / ".s.PGSQL.5432")) < 107
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
            assert folder_of_sockets(tmp_path / name) == folder, "the next starter finds the same folder"
        finally:
            folder.rmdir()

    def test_refuses_a_folder_that_is_a_link(self, tmp_path):
        place = tmp_path / ("a" * 90)
        folder = folder_of_sockets(place)
        folder.rmdir()
        folder.symlink_to(tmp_path)
        try:
            with pytest.raises(ServiceFailed, match="belongs to somebody else"):
                folder_of_sockets(place)
        finally:
            folder.unlink()


class TestPostgres:
    def test_makes_two_roles_and_a_database_in_utf8(self, place):
        with place.services() as environment:
            with psycopg.connect(environment["DATABASE_URL"]) as app:
                row = app.execute(
                    "SELECT current_user, rolcreatedb, rolsuper, current_setting('server_encoding'), upper('é')"
                    " FROM pg_roles WHERE rolname = current_user"
                ).fetchone()
            assert row == ("app", False, False, "UTF8", "É")
            with psycopg.connect(environment["DATABASE_MIGRATOR_URL"]) as owner:
                assert owner.execute(
                    "SELECT current_user, rolcreatedb, rolsuper FROM pg_roles WHERE rolname = current_user"
                ).fetchone() == ("owner", True, False)

    def test_keeps_its_promises_where_data_is_kept(self, embedded, place):
        kept = places.Place(place.folder / "kept")
        with kept.services() as environment, psycopg.connect(environment["DATABASE_URL"]) as app:
            for name in ("fsync", "full_page_writes", "synchronous_commit"):
                assert app.execute("SELECT current_setting(%s)", [name]).fetchone() == ("on",)
        places.remove(kept.folder)

    def test_keeps_what_was_committed_when_it_is_killed(self, embedded, place):
        kept = places.Place(place.folder / "kept")
        with kept.services() as environment:
            with psycopg.connect(environment["DATABASE_MIGRATOR_URL"]) as owner:
                owner.execute("CREATE TABLE promise (amount numeric)")
                owner.execute("INSERT INTO promise VALUES (450000000.00)")
            server = Postgres(kept.folder)
            os.kill(server._pid(), signal.SIGKILL)
            _until(lambda: not server.answers())
            with kept.services() as again, psycopg.connect(again["DATABASE_URL"]) as app:
                assert app.execute("SELECT count(*) FROM pg_tables WHERE tablename = 'promise'").fetchone() == (1,)
        places.remove(kept.folder)

    def test_starts_although_a_stale_pid_file_names_a_stranger(self, place):
        with place.services():
            pass
        server = Postgres(place.folder, throwaway=True)
        (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data}\n1\n5432\n/\n\n\nready\n")
        with place.services() as environment, psycopg.connect(environment["DATABASE_URL"]) as app:
            assert app.execute("SELECT 1").fetchone() == (1,)

    def test_says_why_it_does_not_start(self, place, monkeypatch):
        with place.services():
            pass
        server = Postgres(place.folder, throwaway=True)
        with (server.data / "postgresql.conf").open("a") as settings:
            settings.write("\nno_such_setting = on\n")
        with pytest.raises(ServiceFailed, match="no_such_setting"):
            server.start()


class TestPlace:
    def test_is_left_running_by_all_but_the_last(self, place):
        with place.services():
            with place.services():
                pass
            assert Postgres(place.folder).answers()
            assert Broker(place.folder).answers()
        assert not Postgres(place.folder).answers()
        assert not Broker(place.folder).answers()

    def test_is_stopped_by_the_one_who_joined_when_the_starter_left_first(self, place):
        starter, joiner = place.services(), places.Place(place.folder, throwaway=True).services()
        starter.__enter__()
        joiner.__enter__()
        starter.__exit__(None, None, None)
        assert Postgres(place.folder).answers()
        joiner.__exit__(None, None, None)
        assert not Postgres(place.folder).answers()

    def test_vanishes_with_all_that_it_kept_when_it_is_throwaway(self, embedded):
        with places.throwaway("test-place") as place, place.services():
            sockets = folder_of_sockets(place.folder)
        assert not place.folder.exists()
        assert not sockets.exists()

    def test_is_swept_away_by_the_next_when_its_owner_was_killed(self, embedded):
        code = (
            "import os, signal\nfrom itvf import places\n"
            "with places.throwaway('test-place') as place, place.services():\n"
            "    print(place.folder, flush=True)\n    os.kill(os.getpid(), signal.SIGKILL)\n"
        )
        killed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        folder = Path(killed.stdout.strip())
        assert folder.exists()
        with places.throwaway("test-place"):
            assert not folder.exists()

    @pytest.mark.parametrize(
        ("durable", "least", "said", "is_in_memory"),
        [(False, 0, False, True), (True, 0, False, False), (False, 1 << 62, False, False), (False, 0, True, False)],
    )
    def test_is_in_memory_where_there_is_plenty_and_it_keeps_no_promise(
        self, embedded, tmp_path, monkeypatch, durable, least, said, is_in_memory
    ):
        monkeypatch.setattr(places, "MEMORY", tmp_path)
        monkeypatch.setattr(places, "LEAST_FREE_BYTES", least)
        monkeypatch.delenv("TMPDIR", raising=False)
        if said:
            monkeypatch.setenv("TMPDIR", str(tmp_path.parent))
        with places.throwaway("test-place", durable=durable) as place:
            assert (place.folder.parent == tmp_path) is is_in_memory
            assert place.throwaway is not durable

    def test_uses_what_is_given_from_outside(self, place, monkeypatch):
        monkeypatch.setenv("DATABASE_URL", "postgres://app@db.example/books")
        monkeypatch.setenv("DATABASE_MIGRATOR_URL", "postgres://owner@db.example/books")
        monkeypatch.setenv("REDIS_URL", "redis://queue.example/3")
        with place.services() as environment:
            assert not {"DATABASE_URL", "DATABASE_MIGRATOR_URL", "REDIS_URL"} & environment.keys()
            assert not Postgres(place.folder).answers()

    def test_keeps_its_secret_to_its_owner(self, tmp_path, monkeypatch):
        monkeypatch.setattr(places, "LOCAL", tmp_path / "local")
        first = places.secret_key()
        assert len(first) > 50
        assert places.secret_key() == first
        assert stat.S_IMODE((tmp_path / "local/secret_key").stat().st_mode) == 0o600


class TestSecondRole:
    @pytest.fixture
    def server(self, place):
        with place.services() as environment:
            superuser = environment["DATABASE_URL"].replace("//app@", "//postgres@")
            with psycopg.connect(superuser, autocommit=True) as connection:
                yield SimpleNamespace(connection=connection, url=environment["DATABASE_URL"])

    def test_is_made_by_an_owner_who_may(self, server):
        server.connection.execute("CREATE ROLE books_owner LOGIN CREATEROLE")
        url = server.url.replace("//app@", "//books_owner@")
        for _ in range(2):  # the second time it is there already
            addresses = second_role.addresses(url)
            with psycopg.connect(addresses["DATABASE_URL"]) as app:
                assert app.execute("SELECT current_user").fetchone() == ("books_owner_app",)
        assert addresses["DATABASE_MIGRATOR_URL"] == url
        assert addresses["ITVF_APP_ROLE"] == "books_owner_app"

    def test_is_asked_for_in_two_statements_that_work_when_the_owner_may_not(self, server):
        server.connection.execute("CREATE ROLE small_owner LOGIN")
        url = server.url.replace("//app@", "//small_owner@")
        with pytest.raises(ServiceFailed) as refusal:
            second_role.addresses(url)
        statements = [line.strip() for line in str(refusal.value).splitlines() if line.startswith("  ")]
        assert len(statements) == 2
        for statement in statements:
            server.connection.execute(statement)
        with psycopg.connect(second_role.addresses(url)["DATABASE_URL"]) as app:
            assert app.execute("SELECT current_user").fetchone() == ("small_owner_app",)

    def test_says_when_the_server_does_not_answer(self, tmp_path):
        with pytest.raises(ServiceFailed, match="does not answer"):
            second_role.addresses(f"postgres://x@/y?host={tmp_path}")

    def test_keeps_options_that_were_there(self):
        url = second_role.with_option("postgres://x@h/y?options=-c%20jit%3Doff&sslmode=require", "-c role=z")
        assert "options=-c%20jit%3Doff%20-c%20role%3Dz" in url
        assert "sslmode=require" in url


class TestWhatNeedsServices:
    @pytest.mark.parametrize(
        ("arguments", "needed"),
        [
            ([], False),
            (["calculate", "match", "-"], False),
            (["help"], False),
            (["makemigrations", "--check", "--dry-run"], False),
            (["check"], False),
            (["check", "--database", "default"], True),
            (["check_books", "--help"], False),
            (["check_books"], True),
            (["migrate"], True),
            (["shell"], True),
        ],
    )
    def test_is_known_by_the_command(self, arguments, needed):
        assert run.needs_services(arguments) is needed

    def test_calculate_starts_nothing(self, tmp_path):
        question = b'{"amount_hkd": "100.00", "weights": [{"id": "a", "weight": "1"}, {"id": "b", "weight": "2"}]}'
        done = subprocess.run(
            [places.CHECKOUT / "bin/manage", "calculate", "allocate", "-"],
            input=question,
            capture_output=True,
            cwd=tmp_path,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert b'"33.33"' in done.stdout
        assert done.stderr == b""

    def test_exit_codes_and_refusals_pass_through(self, tmp_path):
        done = subprocess.run(
            [places.CHECKOUT / "bin/manage", "calculate", "allocate", "missing.json"],
            capture_output=True,
            cwd=tmp_path,
            check=False,
        )
        assert done.returncode == 2
        assert b"missing.json" in done.stdout


class TestTemplate:
    def test_is_another_one_when_a_migration_changes(self, tmp_path, monkeypatch):
        (tmp_path / "funds/migrations").mkdir(parents=True)
        migration = tmp_path / "funds/migrations/0001_initial.py"
        monkeypatch.setattr(places, "CHECKOUT", tmp_path)
        migration.write_text("one")
        first = trial._state()
        assert trial._state() == first
        migration.write_text("two")
        assert trial._state() != first


def _until(done, seconds: float = 10):
    give_up = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < give_up
        time.sleep(0.02)
