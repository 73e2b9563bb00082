"""What a benchmark found: printed, kept in docs/benchmarks.json, and put into docs/performance.md and README.md.

Both documents hold each table between two comments; a run rewrites its own and leaves the rest as it is.
`--dry` and `--quick` print only.
"""

import json
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from itvf.dates import today

ROOT = Path(__file__).parents[2]
KEPT, README, PERFORMANCE = ROOT / "docs/benchmarks.json", ROOT / "README.md", ROOT / "docs/performance.md"
CORES = {1: "one core", 2: "two cores", 4: "four cores", 8: "eight cores"}


@dataclass(frozen=True, slots=True)
class Headline:
    """One line of the README: the largest size, what was measured, the floor of the same run, and the aim.

    `beside` says what else the aim asks and what the run found of it.
    """

    work: str
    size: str
    found: str
    floor: str
    exponent: float | None
    aim: str
    met: bool
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """One benchmark's table and headlines; `notes` are sentences under the table."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    headlines: Sequence[Headline]
    notes: Sequence[str] = ()
    machine: str = field(default_factory=lambda: CORES.get(os.cpu_count() or 0, "several cores"))
    measured: str = field(default_factory=lambda: today().isoformat())


def report(result: Result) -> int:
    """This function will print a result, keep it where the run is a whole one, and give 1 where an aim is missed."""
    table = "\n".join(_table(result))
    missed = [line for line in result.headlines if not line.met]
    print(f"{result.name.upper()}\n{table}")  # noqa: T201
    for line in result.headlines:
        print(f"{line.work}: {line.found}; {line.aim}: {'met' if line.met else 'MISSED'}")  # noqa: T201
    if not {"--dry", "--quick"} & set(sys.argv):
        keep(result)
    return 1 if missed else 0


def keep(result: Result) -> None:
    """This function will write a result into the three files."""
    kept = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    kept[result.name] = asdict(result)
    kept = dict(sorted(kept.items()))
    KEPT.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")
    _replace(PERFORMANCE, result.name, "\n".join([_when(result), "", *_table(result)]))
    _replace(README, "benchmarks", "\n".join(summary(kept)))


def between(text: str, name: str, new: str) -> str:
    """This function will put a text between the two comments of a name, which have to be there once."""
    pattern = rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)"
    replaced, times = re.subn(pattern, lambda found: f"{found[1]}{new}\n{found[2]}", text, flags=re.DOTALL)
    if times != 1:
        raise LookupError(f"The comments <!-- {name} --> … <!-- /{name} --> are there {times} times, not once.")
    return replaced


def _replace(path: Path, name: str, new: str) -> None:
    path.write_text(between(path.read_text("utf-8"), name, new), "utf-8")


def _when(result: Result) -> str:
    return f"Measured on {result.measured}, {result.machine}."


def _table(result: Result) -> list[str]:
    lines = [_row(result.columns), "|" + "---:|" * len(result.columns), *map(_row, result.rows)]
    return [*lines, *(["", *result.notes] if result.notes else [])]


def summary(kept: dict[str, dict]) -> list[str]:
    """This function will give the README's table of all that docs/benchmarks.json keeps, a line a headline."""
    heads = ("", "work", "largest size", "median", "floor in the same run", "growth exponent", "aim", "met")
    lines = [_row(heads), "|---|---|---|---:|---:|---:|---|---|"]
    for name, result in kept.items():
        for line in result["headlines"]:
            growth = "" if line["exponent"] is None else f"{line['exponent']:.2f}"
            met = "yes" if line["met"] else "no"
            met += f" ({line['beside']})" if line.get("beside") else ""
            number = f"W{int(name[1:])}"
            lines.append(
                _row((number, line["work"], line["size"], line["found"], line["floor"], growth, line["aim"], met))
            )
    return lines


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
