"""The house's plan as a test: which floor may import which, who reads the clock, how long a file may be."""

import ast
import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("itvf", "funds", "investments", "reporting")
# Beside the standard library, what the pure floor may use, by name (ARCHITECTURE, "Rooms").
LIBRARIES_OF_RULES = {"pyxirr", "numpy", "holidays", "dateutil"}
PURE_KERNEL = {"itvf.money", "itvf.dates", "itvf.errors"}
DOORS = ("admin", "api", "portal", "tasks", "management", "urls", "api_urls", "urls_api")
# Doors, and the machinery of the ground floor, may read the clock; nothing else may (STYLE, "The layers").
CLOCK_READERS = re.compile(
    r"(^|/)(admin|api|portal|tasks|management|demo)(/|\.py$)|(^|/)api_\w+\.py$|"
    r"^itvf/(?!models/|money|errors|constraints|permissions|roles|documents|charts|presentation)"
)
LONGEST_FILE = 400


def modules() -> list[Path]:
    """Every Python file of the product."""
    found = [path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def name_of(path: Path) -> str:
    """A file's dotted name."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def tree_of(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text("utf-8"))


def imports_of(path: Path) -> set[str]:
    """Every module that a file imports, wherever in it; `from a import b` counts as a and as a.b."""
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def is_within(name: str, package: str) -> bool:
    """Whether a dotted name is a package or lies in it."""
    return name == package or name.startswith(f"{package}.")


ALL = modules()
RULES = [path for path in ALL if "rules" in path.parts]
SERVICES = [path for path in ALL if "services" in path.parts]
MODELS = [path for path in ALL if "models" in path.parts]


def functions_of(path: Path) -> list[ast.FunctionDef]:
    """A file's public functions."""
    return [node for node in tree_of(path).body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


def refuse(paths: list[Path], fault: Callable[[Path], object]):
    """Fails with every file in which something is at fault, and what."""
    assert paths
    faults = {name_of(path): found for path in paths if (found := fault(path))}
    assert not faults, "\n".join(f"{name}: {found}" for name, found in faults.items())


class TestFloors:
    """Imports point down only."""

    def test_rest_only_on_those_below(self):
        def above(path):
            higher = APPS[APPS.index(name_of(path).split(".")[0]) + 1 :]
            return sorted(name for name in imports_of(path) for other in higher if is_within(name, other))

        refuse(ALL, above)

    def test_rules_are_pure(self):
        def impure(path):
            return sorted(name for name in imports_of(path) if not self.may_be_imported_by_a_rule(name))

        refuse(RULES, impure)

    @staticmethod
    def may_be_imported_by_a_rule(name: str) -> bool:
        first = name.split(".")[0]
        if first not in APPS:
            return first in LIBRARIES_OF_RULES or first in sys.stdlib_module_names
        is_rule = re.match(r"^(funds|investments|reporting)(\.rules(\.|$)|$)", name)
        return bool(is_rule) or name == "itvf" or any(is_within(name, kernel) for kernel in PURE_KERNEL)

    def test_the_pure_kernel_knows_no_django(self):
        def framework(path):
            return [name for name in imports_of(path) if name.split(".")[0] in {"django", "rest_framework", "celery"}]

        refuse([ROOT / (name.replace(".", "/") + ".py") for name in sorted(PURE_KERNEL)], framework)

    def test_services_know_no_door(self):
        def doors(path):
            parts = {name: set(name.split(".")) for name in imports_of(path) - {"itvf.api"}}
            return sorted(name for name in parts if name.split(".")[0] in APPS and parts[name] & set(DOORS))

        refuse(SERVICES, doors)

    def test_models_decide_nothing(self):
        def deciders(path):
            return [name for name in imports_of(path) if re.search(r"\.(services|selectors)(\.|$)", name)]

        refuse(MODELS, deciders)


class TestHabits:
    """What every file keeps to."""

    def test_says_why_it_exists(self):
        def silent(path):
            return path.read_text("utf-8").strip() and not ast.get_docstring(tree_of(path))

        refuse(ALL, silent)

    def test_is_short_enough_to_find_one_s_way_in(self):
        refuse(ALL, lambda path: max(len(path.read_text("utf-8").splitlines()) - LONGEST_FILE, 0))

    def test_only_doors_read_the_clock(self):
        own = r"timezone\.now\(\)\.date\(\)|datetime\.now\(|date\.today\(|datetime\.utcnow\("
        any_at_all = r"\b(dates\.)?(now|today)\(\)|timezone\.now\("

        def readings(path):
            relative = str(path.relative_to(ROOT))
            refused = [own] * (relative != "itvf/dates.py") + [any_at_all] * (not CLOCK_READERS.search(relative))
            return [found[0] for pattern in refused for found in re.finditer(pattern, path.read_text("utf-8"))]

        refuse(ALL, readings)

    def test_hides_no_work_in_signals_or_save(self):
        def hidden(path):
            names = [node.name for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef)]
            return [name for name in names if name == "save"] or "django.db.models.signals" in imports_of(path)

        refuse(ALL, hidden)

    def test_no_float_touches_money(self):
        # pyxirr computes in floats; its answers are polished and rounded in that one module.
        def floats(path):
            return [
                ast.unparse(node)
                for node in ast.walk(tree_of(path))
                if (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float")
                or (isinstance(node, ast.Constant) and isinstance(node.value, float))
            ]

        exact = [p for p in RULES if not name_of(p).startswith("funds.rules.performance") and "irr" not in name_of(p)]
        refuse([*exact, ROOT / "itvf/money.py"], floats)

    def test_public_functions_say_what_they_will_do(self):
        def silent(path):
            return [node.name for node in functions_of(path) if not ast.get_docstring(node)]

        refuse([*RULES, *SERVICES], silent)

    def test_service_verbs_take_names_beyond_the_first(self):
        def by_place(path):
            return [
                node.name
                for node in functions_of(path)
                if len(node.args.args) > (1 if any(argument.arg == "by" for argument in node.args.kwonlyargs) else 4)
            ]

        refuse(SERVICES, by_place)


class TestRulesPage:
    """docs/RULES.md: every rule and assumption has a module and a test, and both exist."""

    ROW = re.compile(r"^\| *([RA]\d+) *\|(.*)\|$", re.MULTILINE)

    def rows(self):
        return {match[1]: match[2] for match in self.ROW.finditer((ROOT / "docs/RULES.md").read_text("utf-8"))}

    def test_names_every_rule_and_assumption(self):
        wanted = [f"R{number}" for number in range(1, 32)] + [f"A{number}" for number in range(1, 25)]
        assert [code for code in wanted if code not in self.rows()] == []

    def test_names_only_files_that_exist(self):
        for code, row in self.rows().items():
            paths = re.findall(r"`([\w/.-]+\.(?:py|json|sql|typ))`", row)
            assert paths, f"{code} names no file"
            for path in paths:
                assert (ROOT / path).exists(), f"{code}: {path} is not there"

    def test_names_a_test_for_each(self):
        for code, row in self.rows().items():
            if "later" in row:
                continue
            assert re.search(r"`tests/[\w/]+\.py`", row), f"{code} has no test"
