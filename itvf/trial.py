"""bin/test, bin/prove, bin/bench: pytest and benchmarks in a throwaway place, on a migrated template.

The template is a stopped server's folder in .local/test-template, kept for as long as nothing changes that
migrations rest on, so that one test file runs after a second or two. Each run has a place of its own.
"""

import hashlib
import os
import re
import runpy
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from itvf import places, second_role
from itvf.binaries import ServiceFailed
from itvf.embedded import DATABASE, Postgres

TEMPLATES = places.LOCAL / "test-template"
# What decides how a freshly migrated database looks.
MIGRATED_FROM = (
    *("*/migrations/*.py", "*/migrations/*.sql", "*/models.py", "*/models/*.py", "*/apps.py", "requirements.txt"),
    *(
        f"itvf/{name}.py"
        for name in ("append_only", "constraints", "binaries", "embedded", "grants", "permissions", "roles", "trial")
    ),
    *("itvf/settings.py", "itvf/management/commands/migrate.py"),
)
KEPT_TEMPLATES = 3
TESTING = {"ITVF_TESTING": "true"}


def test(arguments: Sequence[str]) -> int:
    """This function will run pytest: the whole suite over two processes, or what the arguments name in one."""
    return _pytest(arguments, both_cores=not _names_files(arguments))


def prove(arguments: Sequence[str]) -> int:
    """This function will run what takes long: tests marked `prove`, and Hypothesis with many examples."""
    os.environ["ITVF_PROVE"] = "1"
    return _pytest(arguments, both_cores=True)


def bench(arguments: Sequence[str]) -> int:
    """This function will run tests/benchmarks/NAME.py for each name, or all of them, each on a database of its own."""
    known = sorted(path.stem for path in (places.CHECKOUT / "tests/benchmarks").glob("w[0-9]*.py"))
    names = [_benchmark(name, known) for name in arguments if not name.startswith("-")]
    if unknown := set(names) - set(known):
        raise ServiceFailed(f"There is no benchmark {', '.join(sorted(unknown))}. There are: {', '.join(known)}.")
    options = [option for option in arguments if option.startswith("-")]
    worst = 0
    for name in names or known:
        with prepared("bench", durable=True) as environment:
            done = subprocess.run(  # noqa: S603
                [sys.executable, "-m", "itvf.trial", name, *options], env=environment, cwd=places.CHECKOUT, check=False
            )
        worst = max(worst, done.returncode)
    return worst


def _benchmark(name: str, known: Sequence[str]) -> str:
    """The file of a benchmark by its short name too: w1, w01 and w01_issue_call are one."""
    number = re.fullmatch(r"w0*(\d+)", name)
    found = [stem for stem in known if number and stem.startswith(f"w{int(number[1]):02d}_")]
    return found[0] if found else name


@contextmanager
def prepared(purpose: str, *, durable: bool = False, mark: Mapping[str, str] = TESTING) -> Iterator[dict[str, str]]:
    """This function will lend the environment of a throwaway place whose database is migrated."""
    with places.throwaway(purpose, durable=durable) as place:
        if not second_role.is_given():
            Postgres(place.folder, throwaway=True).adopt(_template())
        with place.services() as environment, own_database({**os.environ, **environment, **mark}) as own:
            if second_role.is_given():
                migrate(own)
                set_numbers_apart(own["DATABASE_MIGRATOR_URL"])
            yield own


def migrate(environment: dict[str, str]) -> None:
    """This function will migrate the environment's database, and show what migrate said where it fails."""
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0"],
        env=environment,
        cwd=places.CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ServiceFailed(f"The migrations failed:\n{done.stdout}{done.stderr}".strip())


def set_numbers_apart(address: str) -> None:
    """This function will start the numbers of every empty table above 1,000 and each at one of its own.

    So no two rows of a test share a number by chance, and a page that prints one with a thousands separator shows.
    """
    import psycopg

    unused = "SELECT schemaname, sequencename FROM pg_sequences WHERE last_value IS NULL ORDER BY 1, 2"
    with psycopg.connect(address, autocommit=True) as owner:
        for place, sequence in enumerate(owner.execute(unused).fetchall(), start=1):
            owner.execute("SELECT setval(%s::regclass, %s)", [".".join(sequence), 100_000 + 1_013 * place])


def _pytest(arguments: Sequence[str], *, both_cores: bool) -> int:
    chosen = ["-p", "no:valkey", *(["-n", "2", "--dist", "worksteal"] if both_cores else ["-p", "no:xdist"])]
    if any(argument.startswith(("-n", "--numprocesses")) for argument in arguments):
        chosen = chosen[:2]
    with prepared("test") as environment:
        command = [sys.executable, "-m", "pytest", *chosen, *arguments]
        return subprocess.run(command, env=environment, cwd=places.CHECKOUT, check=False).returncode  # noqa: S603


def _names_files(arguments: Sequence[str]) -> bool:
    return any((places.CHECKOUT / argument.split("::")[0]).is_file() for argument in arguments)


def _template() -> Path:
    """A stopped server's folder with the migrated database, made when there is none for the present state."""
    place = TEMPLATES / _state()
    TEMPLATES.mkdir(parents=True, exist_ok=True)
    with places.locked(TEMPLATES / "lock"):
        if place.exists():
            os.utime(place)
            return place
        print("Making the tables once; a copy is kept until they change …", file=sys.stderr)  # noqa: T201
        with places.throwaway("template") as blank:
            with blank.services() as environment:
                migrate({**os.environ, **environment, **TESTING})
                set_numbers_apart(environment["DATABASE_MIGRATOR_URL"])
            new = TEMPLATES / f"new-{os.getpid()}"
            shutil.copytree(Postgres(blank.folder, throwaway=True).folder, new, symlinks=True)
            new.rename(place)
        for old in sorted(TEMPLATES.glob("*-template"), key=os.path.getmtime)[:-KEPT_TEMPLATES]:
            shutil.rmtree(old, ignore_errors=True)
        return place


def _state() -> str:
    digest = hashlib.sha256()
    for pattern in MIGRATED_FROM:
        for path in sorted(places.CHECKOUT.glob(pattern)):
            if ".venv" not in path.parts:
                digest.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{digest.hexdigest()[:16]}-template"


@contextmanager
def own_database(environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """This function will lend a database of this run's own: the place's, or a passing one on the user's server."""
    if not second_role.is_given():
        yield environment
        return
    import psycopg

    name = f"{DATABASE}_{secrets.token_hex(4)}"
    owner = environment["DATABASE_MIGRATOR_URL"]
    try:
        with psycopg.connect(owner, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
    except psycopg.errors.InsufficientPrivilege as refusal:
        raise ServiceFailed(
            "The owner of DATABASE_MIGRATOR_URL needs CREATEDB to make databases of its own."
        ) from refusal
    try:
        yield environment | {
            variable: second_role.with_name(environment[variable], name)
            for variable in ("DATABASE_URL", "DATABASE_MIGRATOR_URL")
        }
    finally:
        with psycopg.connect(owner, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


if __name__ == "__main__":
    # one benchmark, in its own process, with Django ready
    os.environ["DJANGO_SETTINGS_MODULE"] = "itvf.settings"
    import django

    django.setup()
    runpy.run_module(f"tests.benchmarks.{sys.argv.pop(1)}", run_name="__main__", alter_sys=True)
