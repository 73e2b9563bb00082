"""The house's plan as a test: which floor may import which, who reads the clock, how long a file may be."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("itvf", "funds", "investments", "reporting")
# Beside the standard library, what the pure floor may use, by name (ARCHITECTURE, "Rooms").
LIBRARIES_OF_RULES = {"pyxirr", "holidays", "dateutil"}
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


ALL = pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
RULES = [path for path in modules() if "rules" in path.parts]
SERVICES = [path for path in modules() if "services" in path.parts]
MODELS = [path for path in modules() if "models" in path.parts]


class TestFloors:
    """Imports point down only."""

    @ALL
    def test_rest_only_on_those_below(self, path):
        app = name_of(path).split(".")[0]
        above = APPS[APPS.index(app) + 1 :]
        wrong = {name for name in imports_of(path) for other in above if is_within(name, other)}
        assert not wrong, f"{name_of(path)} reaches up to {sorted(wrong)}"

    @pytest.mark.parametrize("path", RULES, ids=name_of)
    def test_rules_are_pure(self, path):
        allowed = LIBRARIES_OF_RULES | PURE_KERNEL
        for name in imports_of(path):
            first = name.split(".")[0]
            if first in APPS:
                is_rule = re.match(r"^(funds|investments|reporting)(\.rules(\.|$)|$)", name)
                is_kernel = any(is_within(name, kernel) for kernel in allowed) or name == "itvf"
                assert is_rule or is_kernel, f"{name_of(path)} imports {name}"
            else:
                assert first in LIBRARIES_OF_RULES or first in __import__("sys").stdlib_module_names, name

    @pytest.mark.parametrize("name", sorted(PURE_KERNEL))
    def test_the_pure_kernel_knows_no_django(self, name):
        path = ROOT / (name.replace(".", "/") + ".py")
        assert not [
            found for found in imports_of(path) if found.split(".")[0] in {"django", "rest_framework", "celery"}
        ]

    @pytest.mark.parametrize("path", SERVICES, ids=name_of)
    def test_services_know_no_door(self, path):
        wrong = {
            name for name in imports_of(path) if name.split(".")[0] in APPS and set(name.split(".")) & set(DOORS)
        } - {"itvf.api"}
        assert not wrong, f"{name_of(path)} imports {sorted(wrong)}"

    @pytest.mark.parametrize("path", MODELS, ids=name_of)
    def test_models_decide_nothing(self, path):
        wrong = {name for name in imports_of(path) if re.search(r"\.(services|selectors)(\.|$)", name)}
        assert not wrong, f"{name_of(path)} imports {sorted(wrong)}"


class TestHabits:
    """What every file keeps to."""

    @ALL
    def test_says_why_it_exists(self, path):
        if path.read_text("utf-8").strip():
            assert ast.get_docstring(tree_of(path)), "no docstring"

    @ALL
    def test_is_short_enough_to_find_one_s_way_in(self, path):
        assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE

    @ALL
    def test_only_doors_read_the_clock(self, path):
        text = path.read_text("utf-8")
        relative = str(path.relative_to(ROOT))
        if relative != "itvf/dates.py":
            assert not re.search(r"timezone\.now\(\)\.date\(\)|datetime\.now\(|date\.today\(|datetime\.utcnow\(", text)
        if not CLOCK_READERS.search(relative):
            assert not re.search(r"\b(dates\.)?(now|today)\(\)|timezone\.now\(", text), "reads the clock"

    @ALL
    def test_hides_no_work_in_signals_or_save(self, path):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef) and node.name == "save":
                pytest.fail("a save override")
        assert "django.db.models.signals" not in imports_of(path)

    @pytest.mark.parametrize("path", [*RULES, ROOT / "itvf/money.py"], ids=name_of)
    def test_no_float_touches_money(self, path):
        # pyxirr computes in floats; its answers are polished and rounded in that one module.
        if name_of(path).startswith("funds.rules.performance") or "irr" in name_of(path):
            return
        calls = [
            node
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
        ]
        numbers = [
            node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Constant) and isinstance(node.value, float)
        ]
        assert not calls
        assert not numbers

    @pytest.mark.parametrize("path", [*RULES, *SERVICES], ids=name_of)
    def test_public_functions_say_what_they_will_do(self, path):
        for node in tree_of(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                words = ast.get_docstring(node) or ""
                assert words, f"{node.name} has no docstring"

    @pytest.mark.parametrize("path", SERVICES, ids=name_of)
    def test_service_verbs_take_names_beyond_the_first(self, path):
        for node in tree_of(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                assert len(node.args.args) <= 4, f"{node.name} takes {len(node.args.args)} arguments by place"
                if any(argument.arg == "by" for argument in node.args.kwonlyargs):
                    assert len(node.args.args) <= 1, f"{node.name}: arguments beyond the first are named"


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
