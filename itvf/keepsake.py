"""bin/backup and bin/restore: the database and the files in one folder, and the way back.

A restore never overwrites: it builds the copy beside what stands, and only when all of it is there do the two
change places. What stood before stays under a name that says when.
"""

import argparse
import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from itvf import places, second_role
from itvf.binaries import ServiceFailed, wheel_folder
from itvf.dates import now

DUMP = "database.dump"
FILES = "files"
MANIFEST = "manifest.json"


def backup(arguments: Sequence[str]) -> int:
    """This function will write the database and the files into a new folder, with the hash of each."""
    parser = argparse.ArgumentParser(prog="bin/backup", description=backup.__doc__)
    parser.add_argument("folder", type=Path, help="a folder that does not exist yet")
    folder = parser.parse_args(arguments).folder.absolute()
    if folder.exists():
        raise ServiceFailed(f"{folder} exists already. Name a new folder.")
    new = folder.with_name(f".{folder.name}.new")
    new.mkdir(mode=0o700, parents=True)
    place = places.demo()
    with place.services() as environment:
        # The database first: a file is stored before the row that names it, so no row lacks its file.
        _program("pg_dump", "--format=custom", f"--file={new / DUMP}", "--no-comments", _owner(environment))
    files = Path(place.own_environment()["ITVF_FILES"])
    if files.exists():
        shutil.copytree(files, new / FILES)
    manifest = {"made_at": now().isoformat(), "sha256": _hashes(new)}
    (new / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n")
    new.rename(folder)
    _say(f"The database and the files are in {folder}.")
    return 0


def restore(arguments: Sequence[str]) -> int:
    """This function will put a backup in the place of what stands, and keep what stood under another name."""
    parser = argparse.ArgumentParser(prog="bin/restore", description=restore.__doc__)
    parser.add_argument("folder", type=Path, help="a folder that bin/backup made")
    folder = parser.parse_args(arguments).folder.absolute()
    _check(folder)
    when = f"{now():%Y%m%d%H%M%S}"
    place = places.demo()
    files = Path(place.own_environment()["ITVF_FILES"])
    new_files = files.with_name(f"{files.name}-{when}-new")
    try:
        if (folder / FILES).exists():
            shutil.copytree(folder / FILES, new_files)
        new_files.mkdir(parents=True, exist_ok=True)
        with place.services() as environment:
            owner = _owner(environment)
            name = unquote(urlsplit(owner).path.strip("/"))
            _restore_database(owner, folder / DUMP, name=name, when=when)
        if files.exists():
            files.rename(files.with_name(f"{files.name}-before-{when}"))
        new_files.rename(files)
    finally:
        shutil.rmtree(new_files, ignore_errors=True)
    _say(f"Restored. The database that stood before is {name}_before_{when} now, its files {files}-before-{when}.")
    return 0


def _check(folder: Path) -> None:
    try:
        wanted = json.loads((folder / MANIFEST).read_text())["sha256"]
        found = _hashes(folder)
    except (OSError, ValueError, KeyError) as error:
        raise ServiceFailed(f"{folder} is not a whole backup: {error}") from error
    if wrong := sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name)):
        raise ServiceFailed(
            f"{folder} is damaged: {', '.join(wrong[:5])} is not what was written. Nothing was changed."
        )


def _restore_database(owner: str, dump: Path, *, name: str, when: str) -> None:
    """Fills a new database beside the one that stands, then lets the two change places."""
    import psycopg

    new, old = f"{name}_{when}_new", f"{name}_before_{when}"
    with _maintenance(owner) as connection:
        connection.execute(f'CREATE DATABASE "{new}"')
        try:
            into = f"--dbname={second_role.with_name(owner, new)}"
            _program("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", into, str(dump))
            connection.execute(f'ALTER DATABASE "{name}" RENAME TO "{old}"')
        except psycopg.errors.ObjectInUse as error:
            connection.execute(f'DROP DATABASE "{new}"')
            raise ServiceFailed("The database is in use. Stop the demo or the servers, then restore again.") from error
        except ServiceFailed:
            connection.execute(f'DROP DATABASE "{new}"')
            raise
        connection.execute(f'ALTER DATABASE "{new}" RENAME TO "{name}"')


@contextlib.contextmanager
def _maintenance(owner: str):
    import psycopg

    with psycopg.connect(second_role.with_name(owner, "postgres"), autocommit=True) as connection:
        yield connection


def _owner(environment: Mapping[str, str]) -> str:
    return environment.get("DATABASE_MIGRATOR_URL") or os.environ["DATABASE_MIGRATOR_URL"]


def _program(name: str, *arguments: str) -> None:
    done = subprocess.run([str(wheel_folder("postgres") / name), *arguments], check=False)  # noqa: S603
    if done.returncode:
        raise ServiceFailed(f"{name} failed; see above. Nothing was changed.")


def _hashes(folder: Path) -> dict[str, str]:
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path != folder / MANIFEST:
            with path.open("rb") as content:
                found[str(path.relative_to(folder))] = hashlib.file_digest(content, "sha256").hexdigest()
    return found


def _say(words: str) -> None:
    print(words, file=sys.stderr)  # noqa: T201
