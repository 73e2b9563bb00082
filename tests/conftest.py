"""Every test's ground: clones of a migrated database, a real mail server, a real worker, a real browser.

bin/test hands over a server whose database is migrated and empty. Each process of the run works on a clone
of it, as the application's role; a transactional test gets a fresh clone instead of Django's flush, which
the append-only tables refuse.
"""

import copy
import gc
import itertools
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import kombu.pools
import psycopg
import pytest
from django.conf import settings
from django.db import connections, transaction
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings

from itvf import second_role
from itvf.embedded import die_with_parent, last_words
from itvf.mail_catcher import Catcher

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
CHROMIUM_FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
ON_CI = os.environ.get("CI") == "true"
PROVING = os.environ.get("ITVF_PROVE") == "1"

hypothesis_settings.register_profile("default", deadline=None, max_examples=60, print_blob=True)
hypothesis_settings.register_profile("prove", deadline=None, max_examples=3000, print_blob=True)
hypothesis_settings.load_profile("prove" if PROVING else "default")


def pytest_configure(config):
    gc.disable()  # nothing that is imported and collected goes away again
    config.addinivalue_line("markers", "prove: takes long; runs under bin/prove")
    if not settings.TESTING:
        raise pytest.UsageError("Run the tests with bin/test: they need a database and a broker of their own.")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # tests sign in often
    settings.WHITENOISE_AUTOREFRESH = True  # else every client of a test reads every static file first
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns where there is none


def pytest_collection_modifyitems(config, items):
    """Long suites wait for bin/prove; browser tests skip, in plain sight, where there is no browser."""
    if not PROVING:
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("prove")])
        items[:] = [item for item in items if not item.get_closest_marker("prove")]
    if CHROMIUM is None and not ON_CI:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason="browser: there is no chromium here"))


def pytest_collection_finish(session):
    """Leaves what stands for the whole run out of every search for garbage, which took a quarter of collecting."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


def pytest_terminal_summary(terminalreporter):
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if "browser:" in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} browser tests skipped: there is no chromium here.", yellow=True)


# --- databases


class Clones:
    """Copies of the migrated database, and the connections' way from one to the next."""

    def __init__(self, process: str):
        self.template = settings.DATABASES["default"]["NAME"]
        self._prefix = f"{self.template}_{process}_{secrets.token_hex(2)}"
        self._numbers = itertools.count()
        self._left = []
        self._owner = psycopg.connect(
            second_role.with_name(os.environ["DATABASE_MIGRATOR_URL"], "postgres"), autocommit=True
        )
        (fsync,) = self._owner.execute("SELECT current_setting('fsync')").fetchone()
        # copying files is quickest, but asks for a checkpoint, which is dear on a server that keeps its promises
        self._strategy = "FILE_COPY" if fsync == "off" else "WAL_LOG"

    @contextmanager
    def fresh(self):
        """A clone that every connection uses until the end of the block."""
        name = f"{self._prefix}_{next(self._numbers)}"
        before = settings.DATABASES["default"]["NAME"]
        self._owner.execute(f'CREATE DATABASE "{name}" TEMPLATE "{self.template}" STRATEGY {self._strategy}')
        self._use(name)
        self._drop_left()
        try:
            yield name
        finally:
            self._use(before)
            self._left.append(name)

    def close(self):
        """Drops what is left; PostgreSQL itself waits for connections that are closing."""
        self._drop_left()
        self._owner.close()

    def _drop_left(self):
        """Drops the clones of tests that are over, one test late, when their connections are surely gone."""
        left, self._left = self._left, []
        for name in left:
            try:
                self._owner.execute(f'DROP DATABASE "{name}"')
            except psycopg.errors.ObjectInUse:
                self._left.append(name)

    def _use(self, name: str):
        connections.close_all()
        for alias in connections:
            connections.settings[alias]["NAME"] = name
            connections[alias].settings_dict["NAME"] = name


@pytest.fixture(scope="session")
def clones(django_test_environment):
    """The maker of clones of this process."""
    clones = Clones(os.environ.get("PYTEST_XDIST_WORKER", "main"))
    yield clones
    clones.close()


@pytest.fixture(scope="session")
def django_db_setup(clones, django_db_blocker):
    """In place of pytest-django's: one clone for all tests that roll back, a fresh one for each that commits."""
    original = TransactionTestCase._fixture_setup, TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_setup = classmethod(lambda case: _enter_fresh_clone(case, clones))
    TransactionTestCase._fixture_teardown = lambda case: case.fresh_clone.__exit__(None, None, None)
    with django_db_blocker.unblock(), clones.fresh():
        yield
    TransactionTestCase._fixture_setup, TransactionTestCase._fixture_teardown = original


@pytest.fixture(scope="module")
def held(django_db_setup, django_db_blocker):
    """A transaction for a module, rolled back at its end: what it builds once lies under every one of its tests.

    A module's `standing` is made in it; each test then runs in a savepoint of its own. Not for tests that commit.
    """
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer._from_testcase = True  # as Django's own test case: a durable block may begin inside
        with outer:
            yield
            transaction.set_rollback(True)


@pytest.fixture(scope="class")
def held_by_class(held):
    """A transaction in the module's, rolled back after a class: what it builds once lies under each test of that class.

    For a class most of whose tests begin with the same deal; each takes a copy of it (`copied`).
    """
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def copied(made, world):
    """A test's own copy of what its class stands on, whose fund is the world's."""
    return copy.deepcopy(made, {id(made.fund): world.fund})


@pytest.fixture
def world(standing, db):
    """A copy of what the module's `standing` holds, for one test to change as it likes."""
    return copy.deepcopy(standing)


@pytest.fixture
def cast(world):
    """Everybody in the module's world, by job."""
    return world.cast


@pytest.fixture
def scheme(world):
    """The scheme in the module's world."""
    return world.scheme


@pytest.fixture
def fund(world):
    """The fund in the module's world."""
    return world.fund


def _enter_fresh_clone(case: type[TransactionTestCase], clones: Clones):
    case.fresh_clone = clones.fresh()
    case.fresh_clone.__enter__()


# --- the world outside: mail, broker, worker, browser


@pytest.fixture
def smtp(tmp_path, settings):
    """A real mail server on loopback; `smtp.messages()` lists what it took, `smtp.folder` holds the files."""
    with Catcher(tmp_path / "mail") as catcher:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = catcher.host, catcher.port
        yield catcher


@pytest.fixture
def queue(settings):
    """A queue of this test's own on the broker, so that tests at the same time do not take each other's work."""
    from itvf.celery import app

    kombu.pools.reset()  # connections of this test's own, whatever the one before did to the broker
    app._after_fork()
    name = f"test-{secrets.token_hex(4)}"
    before = app.conf.task_default_queue
    app.conf.task_default_queue = settings.CELERY_TASK_DEFAULT_QUEUE = name
    app.amqp.__dict__.pop("queues", None)
    app.amqp.__dict__.pop("router", None)
    yield name
    app.conf.task_default_queue = before
    app.amqp.__dict__.pop("queues", None)
    app.amqp.__dict__.pop("router", None)


@pytest.fixture
def start_worker(transactional_db, queue, smtp, tmp_path):
    """Starts real workers on this test's database, queue and mail server: `process = start_worker()`."""
    started = []

    def start(*arguments: str) -> subprocess.Popen:
        log = tmp_path / f"worker-{len(started)}.log"
        environment = os.environ | {
            **_addresses_of_clone(),
            "ITVF_QUEUE": queue,
            "EMAIL_URL": f"smtp://{smtp.host}:{smtp.port}",
            "ITVF_FILES": str(settings.FILES_FOLDER),
        }
        command = (
            f"-m celery -A itvf.celery worker -l info -c 1 -P prefork -Q {queue} --without-gossip --without-mingle"
        )
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, *command.split(), "-n", f"{queue}-{len(started)}@%h", *arguments],
                env=environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=die_with_parent(),
            )
        started.append(process)
        wait_until(lambda: b"ready." in log.read_bytes() or process.poll() is not None, what="the worker's start")
        assert process.poll() is None, f"the worker ended at once:\n{last_words(log, 40)}"
        process.log = log
        return process

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
    for process in started:
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture
def worker(start_worker):
    """One real worker that runs while the test runs."""
    return start_worker()


@pytest.fixture(scope="session")
def chromium():
    """Debian's chromium, once for this process; skipped where there is none, a failure on CI."""
    if CHROMIUM is None:
        pytest.fail("There is no chromium, and on CI a browser test may not skip.")
    from playwright.sync_api import sync_playwright

    # playwright keeps an event loop in this thread, which Django would take for async code
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(chromium, live_server):
    """A fresh page of the running site: `page.goto("/")`. Fails the test on a script error or a broken request."""
    context = chromium.new_context(
        base_url=live_server.url, locale="en-HK", timezone_id="Asia/Hong_Kong", viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    page.on("console", lambda said: faults.append(f"console: {said.text}") if said.type == "error" else None)
    page.on("response", lambda got: faults.append(f"{got.status} {got.url}") if got.status >= 500 else None)
    page.faults = faults  # a test that provokes one clears the list
    yield page
    context.close()
    assert faults == []


@pytest.fixture
def sign_in(client, live_server, settings):
    """Signs a user in without the form: `sign_in(page, user)`."""

    def sign_in(page, user):
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])

    return sign_in


def wait_until(done, *, what: str = "it", seconds: float = 30):
    """Waits for something outside this process; fails with what it waited for."""
    give_up = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < give_up, f"{what} did not happen within {seconds:g} s"
        time.sleep(0.05)


def _addresses_of_clone() -> dict[str, str]:
    name = connections.settings["default"]["NAME"]
    return {
        variable: second_role.with_name(os.environ[variable], name)
        for variable in ("DATABASE_URL", "DATABASE_MIGRATOR_URL")
    }


def files_of(folder: Path) -> list[str]:
    """Names of the files in a folder, sorted; for tests that nothing was left behind."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
