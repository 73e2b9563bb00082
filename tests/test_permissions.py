"""The access policy and the code agree: what the table grants is asked for, what is asked for is in the table."""

import ast
from pathlib import Path

import pytest

from itvf.permissions import PERMISSIONS
from itvf.roles import StaffRole

ROOT = Path(__file__).resolve().parent.parent
ASKERS = {"require", "allows"}
# Asked in the ground floor's own pages, where people are looked after, not by a service.
ASKED_BY_DOORS = {"admin.view", "user.manage"}


def sources():
    for app in ("itvf", "funds", "investments", "reporting"):
        yield from sorted((ROOT / app).rglob("*.py"))


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
    @pytest.mark.parametrize("permission", sorted(set(PERMISSIONS) - ASKED_BY_DOORS))
    def test_is_asked_by_a_service(self, permission):
        assert any(permission in asked(path) for path in SERVICES)

    @pytest.mark.parametrize("permission", sorted(ASKED_BY_DOORS))
    def test_of_the_ground_floor_is_asked_somewhere(self, permission):
        assert any(f'"{permission}"' in path.read_text("utf-8") for path in sources() if path.name != "permissions.py")

    @pytest.mark.parametrize("path", list(sources()), ids=lambda path: str(path.relative_to(ROOT)))
    def test_that_is_asked_is_known(self, path):
        assert asked(path) <= set(PERMISSIONS)


class TestEveryVerb:
    @pytest.mark.parametrize("path", WRITERS, ids=lambda path: str(path.relative_to(ROOT)))
    def test_that_is_done_by_somebody_asks_for_a_permission(self, path):
        """A public service function with `by=` asks, or hands `by` on to one that does."""
        functions = {
            node.name: node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)
        }
        askers = {name for name, node in functions.items() if "permissions.require(" in ast.unparse(node)}
        silent = [
            name
            for name, node in functions.items()
            if not name.startswith("_")
            and any(argument.arg == "by" for argument in node.args.kwonlyargs)
            and name not in askers
            and not any(f"{asker}(" in ast.unparse(node) for asker in askers)
        ]
        assert silent == []


class TestTheAuditor:
    def test_may_look_and_do_nothing(self):
        assert [name for name, roles in PERMISSIONS.items() if StaffRole.AUDITOR in roles] == ["admin.view"]
