"""What bin/manage and its like do once the environment stands: find the services, then run the command."""

import os
import runpy
import signal
import sys
import warnings
from collections.abc import Sequence

from itvf import places
from itvf.binaries import ServiceFailed

# Commands of Django and ours that work without a database. Everything else gets one.
NEEDS_NOTHING = frozenset(
    {"calculate", "help", "--help", "-h", "version", "--version"}
    | {"catalogues", "check", "collectstatic", "compilemessages", "diffsettings", "findstatic", "makemessages"}
    | {"makemigrations", "spectacular", "startapp", "startproject"}
)
NEEDS_DATABASE_AFTER_ALL = ("--database", "--update", "--merge")


def manage(arguments: Sequence[str]) -> int:
    """`manage.py …` with its database and broker."""
    place = places.demo()
    if not needs_services(arguments):
        warnings.filterwarnings("ignore", "Got an error checking a consistent migration history")
        os.environ.update(place.own_environment())
        return _django(arguments)
    with place.services() as environment:
        os.environ.update(environment)
        return _django(arguments)


def needs_services(arguments: Sequence[str]) -> bool:
    """Whether a command of manage.py needs database or broker."""
    if not arguments or arguments[0] in NEEDS_NOTHING:
        return any(given.split("=")[0] in NEEDS_DATABASE_AFTER_ALL for given in arguments)
    return "--help" not in arguments and "-h" not in arguments


def _django(arguments: Sequence[str]) -> int:
    os.environ.setdefault("ITVF_DEMO", "true")
    script = str(places.CHECKOUT / "manage.py")
    sys.argv = [script, *arguments]
    runpy.run_path(script, run_name="__main__")
    return 0


def demo(arguments: Sequence[str]) -> int:
    """The whole system on this machine; with --once, the main job in a throwaway place."""
    from itvf import demonstration

    return demonstration.run(arguments)


def test(arguments: Sequence[str]) -> int:
    """The suite in a throwaway place."""
    from itvf import trial

    return trial.test(arguments)


def prove(arguments: Sequence[str]) -> int:
    """The long suites in a throwaway place."""
    from itvf import trial

    return trial.prove(arguments)


def bench(arguments: Sequence[str]) -> int:
    """Benchmarks in a throwaway place."""
    from itvf import trial

    return trial.bench(arguments)


def backup(arguments: Sequence[str]) -> int:
    """A copy of database and files."""
    from itvf import keepsake

    return keepsake.backup(arguments)


def restore(arguments: Sequence[str]) -> int:
    """The way back from a copy."""
    from itvf import keepsake

    return keepsake.restore(arguments)


DOORS = {door.__name__: door for door in (manage, demo, test, prove, bench, backup, restore)}


def main(arguments: Sequence[str]) -> int:
    """This function will run one door and turn what went wrong into words and an exit code."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    # A shell starts what it runs in the background with Ctrl-C ignored; stopping it has to work there too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return DOORS[arguments[0]](arguments[1:])
    except ServiceFailed as failure:
        print(failure, file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
