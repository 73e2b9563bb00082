"""`calculate KIND FILE` as a program of its own: it needs no settings, no applications and no database."""

import argparse
import sys
from contextlib import nullcontext
from io import TextIOWrapper
from typing import TextIO

from itvf.errors import InputRefused, gettext_noop
from reporting.calculations import run
from reporting.calculations.registry import KINDS

HELP = "Calculate one JSON object, or with --lines one object a line, and print the answer as JSON."
REFUSED = 2

UNREADABLE = gettext_noop("{file} cannot be read: {reason}. Give a file, or - for standard input.")


def main(arguments: list[str]) -> int:
    """This function will read the arguments after `calculate`, answer on standard output, and give the exit code."""
    parser = argparse.ArgumentParser(prog="manage calculate", description=HELP)
    add_arguments(parser)
    given = parser.parse_args(arguments)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    return answer(given.kind, given.file, lines=given.lines, out=sys.stdout)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said on the command line."""
    parser.add_argument("kind", metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("file", metavar="FILE", help="a file of JSON, or - for standard input")
    parser.add_argument("--lines", action="store_true", help="read one object a line and answer each on its own")


def answer(kind: str, file: str, *, lines: bool, out: TextIO) -> int:
    """This function will answer a file, or each of its lines, and give the exit code: 0, or 2 where it refuses.

    With `lines` the code is 0 when every line was read, answered with a result or with its errors.
    """
    try:
        with nullcontext(sys.stdin.buffer) if file == "-" else open(file, "rb") as source:
            if lines:
                for line in run.calculate_lines(kind, source):
                    out.write(run.printed(line) + "\n")
                return 0
            result, ok = run.calculate_text(kind, source.read())
    except InputRefused as refusal:
        result, ok = run.refused(refusal)
    except BrokenPipeError:
        # Whoever read the answer has gone, as `head` does: there is nobody to tell.
        sys.stderr.close()
        return REFUSED
    except OSError as error:
        refusal = InputRefused(UNREADABLE, code="unreadable", file=file, reason=error.strerror)
        result, ok = run.refused(refusal)
    out.write(run.printed(result, indent=2) + "\n")
    return 0 if ok else REFUSED
