"""bin/demo: the whole system on this machine, and bin/demo --once: the main job in a throwaway place."""

import argparse
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from itvf import places, trial
from itvf.binaries import ServiceFailed
from itvf.dates import now
from itvf.embedded import Broker, Postgres
from itvf.supervisor import GaveUp, Supervisor

HOST = "127.0.0.1"
READY_SECONDS = 90
CELERY = (sys.executable, "-m", "celery", "-A", "itvf.celery")
WORKER = (*CELERY, "worker", "--concurrency=2", "--loglevel=info", "--without-gossip", "--without-mingle")


def run(arguments: Sequence[str]) -> int:
    """This function will run the demo until somebody stops it, or its main job once."""
    parser = argparse.ArgumentParser(prog="bin/demo", description=__doc__)
    parser.add_argument("--once", action="store_true", help="run the main job in a throwaway place, print it, and end")
    parser.add_argument("--port", type=int, default=8000, help="the first port to try (%(default)s)")
    parser.add_argument("--check", action="store_true", help="stop again as soon as everything is ready")
    told = parser.parse_args(arguments)
    try:
        return _once() if told.once else _demo(first_port=told.port, only_check=told.check)
    except GaveUp as reason:
        say(str(reason))
        return 1


def say(words: str) -> None:
    """This function will say what the demo is doing."""
    print(words, file=sys.stderr, flush=True)  # noqa: T201


def _demo(*, first_port: int, only_check: bool) -> int:
    place = places.demo()
    with _only_one(place.folder / "demo.running") as note:
        say("Starting the database and the broker …")
        with place.services() as environment:
            port, mail_port = _free_ports(first_port, 8025)
            address = f"http://localhost:{port}"
            environment = _environment(environment, address=address, mail_port=mail_port)
            say("Bringing the tables, the scheme's terms and the demo programme up to date …")
            asked_at = now()
            with Supervisor(
                environment=environment, folder=places.CHECKOUT, logs=place.folder / "logs", say=say
            ) as supervisor:
                _start_catcher(supervisor, port=mail_port, folder=environment["ITVF_MAIL"])  # the fill sends mail
                logins = _prepared(environment, "everything")
                say("Starting web, worker and scheduler …")
                _start_services(supervisor, port=port)
                supervisor.wait_until(
                    lambda: _answers(port), what="The web server's first answer", seconds=READY_SECONDS
                )
                _wait_for_worker(supervisor, environment, asked_at=asked_at)
                note.write(address)
                note.flush()
                logs = _shown(place.folder / "logs")
                print(f"\n{logins}\nReady: {address}", flush=True)  # noqa: T201
                say(f"Logs: {logs}. Ctrl-C stops everything; the data stays.")
                try:
                    while not only_check:
                        time.sleep(1)
                        supervisor.look()
                        _look_at_services(place)
                finally:
                    _stop_undisturbed()
    return 0


def _once() -> int:
    output = places.LOCAL / "once"
    output.mkdir(parents=True, exist_ok=True)
    say("Starting a throwaway database and broker …")
    with trial.prepared("once", mark={}) as own:
        (mail_port,) = _free_ports(8025)
        environment = _environment(own, address="http://localhost:8000", mail_port=mail_port) | {
            "ITVF_QUEUE": f"once-{os.getpid()}"
        }
        logs = Path(own["ITVF_LOCAL"]) / "logs"
        with Supervisor(environment=environment, folder=places.CHECKOUT, logs=logs, say=say) as supervisor:
            _start_catcher(supervisor, port=mail_port, folder=own["ITVF_MAIL"])
            asked_at = now()
            _prepared(environment, "scheme")
            supervisor.start("worker", [*WORKER, f"--hostname=once-{os.getpid()}@%h"])
            _wait_for_worker(supervisor, environment, asked_at=asked_at)
            told = subprocess.run(  # noqa: S603
                [sys.executable, "manage.py", "demo", "--once", "--output", str(output)],
                env=environment,
                cwd=places.CHECKOUT,
                check=False,
            )
    return told.returncode


def _environment(services: Mapping[str, str], *, address: str, mail_port: int) -> dict[str, str]:
    mail = {} if os.environ.get("EMAIL_URL") else {"EMAIL_URL": f"smtp://{HOST}:{mail_port}"}
    return {
        **os.environ,
        **services,
        **mail,
        "ITVF_DEMO": os.environ.get("ITVF_DEMO", "true"),
        "PUBLIC_ADDRESS": os.environ.get("PUBLIC_ADDRESS", address),
        "PYTHONUNBUFFERED": "1",
    }


def _prepared(environment: Mapping[str, str], how_far: str) -> str:
    """Brings the database up to date in one process, which is quicker than one a command; gives the log-ins."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "itvf.demonstration", how_far],
        env=environment,
        cwd=places.CHECKOUT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ServiceFailed("The database could not be brought up to date; see above.")
    return done.stdout


def _prepare(how_far: str) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    from itvf.celery import app

    call_command("migrate", verbosity=0, stdout=sys.stderr)
    call_command("load_scheme", published=True, stdout=sys.stderr)
    if how_far == "everything":
        call_command("demo", fill=True, stdout=sys.stderr)
        call_command("demo", logins=True)
    app.send_task("itvf.heartbeat")  # waits in the queue until the worker is there


def _start_services(supervisor: Supervisor, *, port: int) -> None:
    supervisor.start("worker", WORKER)
    supervisor.start("beat", [*CELERY, "beat", "--loglevel=info", "--pidfile="])
    how = f"--bind {HOST}:{port} --workers 2 --threads 4 --preload --access-logfile - --no-control-socket"
    supervisor.start("web", [sys.executable, "-m", "gunicorn", "itvf.wsgi:application", *how.split()])


def _start_catcher(supervisor: Supervisor, *, port: int, folder: str) -> None:
    if os.environ.get("EMAIL_URL"):
        say("Mail goes to the server of EMAIL_URL.")
        return
    supervisor.start("mail", [sys.executable, "-m", "itvf.mail_catcher", "--port", str(port), "--folder", folder])
    supervisor.wait_until(lambda: _listens(port), what="The mail catcher's start", seconds=20)


def _wait_for_worker(supervisor: Supervisor, environment: Mapping[str, str], *, asked_at: datetime) -> None:
    """Waits until the heartbeat that we asked for has come through broker and worker into the database."""
    import psycopg

    with psycopg.connect(environment["DATABASE_MIGRATOR_URL"], autocommit=True) as connection:

        def came_through() -> bool:
            return bool(connection.execute("SELECT 1 FROM itvf_heartbeat WHERE beat_at >= %s", [asked_at]).fetchone())

        supervisor.wait_until(came_through, what="The worker's first sign of life", seconds=READY_SECONDS)


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://{HOST}:{port}/", timeout=20) as answer:
            return answer.status == 200
    except HTTPError as refusal:
        return refusal.code < 500
    except (URLError, OSError):
        return False


def _look_at_services(place: places.Place) -> None:
    for variable, service in (("DATABASE_URL", Postgres), ("REDIS_URL", Broker)):
        if not os.environ.get(variable) and not service.is_running(place.folder):
            raise GaveUp(f"{service.name} has ended. Its last words:\n{service.last_words(place.folder)}")


def _stop_undisturbed() -> None:
    """From here on everything stops in order; a second Ctrl-C changes nothing."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    say("\nStopping …")


def _free_ports(*first: int) -> list[int]:
    """For each wish the first port from it that nobody uses; whatever port is free when a hundred are taken."""
    found = []
    for wish in first:
        for port in [*range(wish, min(wish + 100, 65536)), 0]:
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((HOST, port))
                except OSError:
                    continue
                found.append(probe.getsockname()[1])
                break
    return found


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex((HOST, port)) == 0


@contextmanager
def _only_one(path: Path):
    with path.open("a+") as note:
        try:
            fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            note.seek(0)
            raise ServiceFailed(f"The demo runs already: {note.read() or 'it is still starting'}.") from None
        note.truncate(0)
        yield note


def _shown(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "itvf.settings")
    _prepare(sys.argv[1])
