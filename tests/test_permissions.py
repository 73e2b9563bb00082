"""The access policy and the code agree: what the table grants is asked for, what is asked for is in the table."""

import ast
from functools import cache
from pathlib import Path

from itvf.permissions import PERMISSIONS
from itvf.roles import StaffRole

ROOT = Path(__file__).resolve().parent.parent
ASKERS = {"require", "allows"}
# Asked in the ground floor's own pages, where people are looked after, not by a service.
ASKED_BY_DOORS = {"admin.view", "user.manage"}


def sources():
    for app in ("itvf", "funds", "investments", "reporting"):
        yield from sorted((ROOT / app).rglob("*.py"))


@cache
def asked(path: Path) -> set[str]:
    """The permissions that a file names where it asks for one; a choice between two names both."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ASKERS):
            continue
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "permissions") or len(node.args) < 2:
            continue
        found |= {
            part.value
            for part in ast.walk(node.args[1])
            if isinstance(part, ast.Constant) and isinstance(part.value, str)
        }
    return found


SERVICES = [path for path in sources() if "services" in path.parts or path.name == "outbox.py"]
WRITERS = [path for path in SERVICES if path.name not in ("__init__.py", "ledger.py", "notices.py")]


class TestEveryPermission:
    def test_is_asked_by_a_service(self):
        assert set(PERMISSIONS) - ASKED_BY_DOORS <= set().union(*map(asked, SERVICES))

    def test_of_the_ground_floor_is_asked_somewhere(self):
        texts = [path.read_text("utf-8") for path in sources() if path.name != "permissions.py"]
        assert [name for name in ASKED_BY_DOORS if not any(f'"{name}"' in text for text in texts)] == []

    def test_that_is_asked_is_known(self):
        unknown = {str(path.relative_to(ROOT)): asked(path) - set(PERMISSIONS) for path in sources()}
        assert {path: names for path, names in unknown.items() if names} == {}


class TestEveryVerb:
    def test_that_is_done_by_somebody_asks_for_a_permission(self):
        """A public service function with `by=` asks, or hands `by` on to one that does."""
        found = {str(path.relative_to(ROOT)): self.silent(path) for path in WRITERS}
        assert {path: names for path, names in found.items() if names} == {}

    @staticmethod
    def silent(path: Path) -> list[str]:
        texts = {
            node.name: (ast.unparse(node), node.args.kwonlyargs)
            for node in ast.parse(path.read_text("utf-8")).body
            if isinstance(node, ast.FunctionDef)
        }
        askers = {name for name, (text, _) in texts.items() if "permissions.require(" in text}
        return [
            name
            for name, (text, named) in texts.items()
            if not name.startswith("_")
            and any(argument.arg == "by" for argument in named)
            and name not in askers
            and not any(f"{asker}(" in text for asker in askers)
        ]


class TestTheAuditor:
    def test_may_look_and_do_nothing(self):
        assert [name for name, roles in PERMISSIONS.items() if StaffRole.AUDITOR in roles] == ["admin.view"]
