"""Places where services run: the demo's, kept in .local, and throwaway ones. Who joins, and who turns off the light.

Everyone who uses a place's services holds a lock on it. The last one out stops them, whoever began; a lock
dies with its process, so nothing has to be tidied after a kill.
"""

import fcntl
import os
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from itvf.embedded import Broker, Postgres, folder_of_sockets

CHECKOUT = Path(__file__).resolve().parent.parent
LOCAL = CHECKOUT / ".local"
MEMORY = Path("/dev/shm")  # noqa: S108 - mkdtemp makes what we put there private
LEAST_FREE_BYTES = 4 * 1024**3
REMOVALS = 30


class Place:
    """A folder with services of its own, unless DATABASE_URL and REDIS_URL say that there are others."""

    def __init__(self, folder: Path, *, throwaway: bool = False):
        self.folder = folder
        self.throwaway = throwaway
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    @contextmanager
    def services(self) -> Iterator[dict[str, str]]:
        """This function will join or start what is not given from outside, and lend the environment that names it."""
        environment = {**self.own_environment(), **given_database()}
        with ExitStack() as stack:
            for variable, service in (("DATABASE_URL", Postgres), ("REDIS_URL", Broker)):
                if not os.environ.get(variable):
                    running = stack.enter_context(self._used(service))
                    environment |= _addresses(running)
            yield environment

    def own_environment(self) -> dict[str, str]:
        """This function will give the place's settings that need no service."""
        return {
            "SECRET_KEY": os.environ.get("SECRET_KEY") or secret_key(),
            "ITVF_LOCAL": str(self.folder),
            "ITVF_FILES": os.environ.get("ITVF_FILES") or str(self.folder / "files"),
            "ITVF_MAIL": os.environ.get("ITVF_MAIL") or str(self.folder / "mail"),
        }

    @contextmanager
    def _used(self, service: type[Postgres] | type[Broker]) -> Iterator[Postgres | Broker]:
        one_at_a_time = self.folder / f"{service.name}.starting"
        with (self.folder / f"{service.name}.users").open("a") as users:
            with locked(one_at_a_time):
                running = service(self.folder, throwaway=self.throwaway)
                running.start()
                fcntl.flock(users, fcntl.LOCK_SH)
            try:
                yield running
            finally:
                with locked(one_at_a_time):
                    if _alone(users):
                        running.stop()
                    else:
                        running.leave()


def demo() -> Place:
    """This function will give the checkout's own place, which keeps its data."""
    return Place(LOCAL / "demo")


@contextmanager
def throwaway(purpose: str, *, durable: bool = False) -> Iterator[Place]:
    """This function will lend a place that vanishes afterwards, and sweep away those of killed processes.

    A durable one keeps PostgreSQL's promises, on a disk. Any other is in memory where there is plenty: a copy of the
    database is some 2,000 small files, and a disk that has just deleted as many takes a second to make them.
    """
    disk = _temporary_disk()
    for root in {disk, MEMORY}:
        _sweep(root)
    root = disk if durable or not _has_plenty(MEMORY) else MEMORY
    folder = Path(tempfile.mkdtemp(prefix=f"itvf-{purpose}-", dir=root))
    with locked(folder / "owner"):
        try:
            yield Place(folder, throwaway=not durable)
        finally:
            remove(folder)


def _temporary_disk() -> Path:
    root = Path(tempfile.gettempdir())
    return root if len(os.fsencode(root)) <= 40 else Path("/tmp")  # noqa: S108 - sockets need a short path


def _has_plenty(memory: Path) -> bool:
    said_otherwise = "TMPDIR" in os.environ
    return not said_otherwise and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free >= LEAST_FREE_BYTES


def remove(folder: Path) -> None:
    """This function will remove a throwaway place and what it keeps elsewhere."""
    sockets = folder_of_sockets(folder)
    shutil.rmtree(sockets, ignore_errors=True)
    if os.getuid() == 0:
        Postgres(folder).remove()
    for _ in range(REMOVALS):  # a server whose starter was killed may still be writing its last file
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.1)


def secret_key() -> str:
    """This function will give the checkout's own key, made once and readable by its owner only."""
    path = LOCAL / "secret_key"
    LOCAL.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        fresh = LOCAL / f"secret_key.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50))
        try:
            os.link(fresh, path)  # the first of several starters wins
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()


def given_database() -> dict[str, str]:
    """This function will give the addresses of a server of the user's own, for both roles.

    With DATABASE_URL alone, that role owns the tables and the application works under a second role,
    `<user>_app`, into which it steps at once after connecting.
    """
    given = os.environ.get("DATABASE_URL", "")
    if not given or os.environ.get("DATABASE_MIGRATOR_URL"):
        return {}
    from itvf import second_role

    return second_role.addresses(given)


def _addresses(service: Postgres | Broker) -> dict[str, str]:
    if isinstance(service, Broker):
        return {"REDIS_URL": service.url()}
    # PGHOST is for PostgreSQL's own programs, as `dbshell` calls them
    named = {"DATABASE_URL": service.url("app"), "DATABASE_MIGRATOR_URL": service.url("owner")}
    return named | {"PGHOST": str(service.sockets), "PATH": f"{os.environ.get('PATH', '')}:{service.binaries}"}


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """This function will hold a file's lock, alone, and say so where it has to wait."""
    with path.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Waiting for another command that starts or stops something here …", file=sys.stderr)  # noqa: T201
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _alone(handle) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sweep(root: Path) -> None:
    for owner in root.glob("itvf-*/owner"):
        try:
            handle = owner.open("a")
        except OSError:
            continue  # somebody else's
        with handle:
            if _alone(handle):
                remove(owner.parent)
