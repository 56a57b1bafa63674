"""Delete every rule of the data check in turn and tell which test notices: ``make mutants``.

A mutant is one statement less: a fault that is not yielded, a problem that is not returned. It is
killed when one of the cases of ``test_data`` no longer finds its fault, and survives otherwise.
Exit status 1 where one survives.
"""

import ast
import importlib
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from test_data import CASES, Case

from kursk.check import derived, files, rules, schema, seal

#: Every module that tells faults, in the order in which they run.
MODULES = [
    files,
    schema,
    *dict.fromkeys(sys.modules[rule.__module__] for rule in rules.RULES),
    derived,
    seal,
]

#: Modules of which one function alone tells faults. The words of schema errors are no rules, as
#: frictionless has found them; what else is yielded are rows of the tables that follow from others.
_ONLY = {schema: "_header", derived: "faults"}

_LISTS = (ast.List, ast.ListComp)

#: A statement: its module and its line.
Place = tuple[str, int]


def _says(node: ast.stmt) -> bool:
    """Return whether a statement tells a fault: it yields, appends or returns one."""
    if isinstance(node, ast.Expr):
        appends = isinstance(node.value, ast.Call) and "Fault(" in ast.unparse(node.value)
        return isinstance(node.value, ast.Yield) or appends
    if isinstance(node, ast.AugAssign):
        return "Fault(" in ast.unparse(node.value)
    if isinstance(node, ast.Assign):
        return isinstance(node.value, ast.ListComp) and "Fault(" in ast.unparse(node.value)
    if isinstance(node, ast.Return) and node.value is not None:
        # A list of faults, or what is wrong with a cell as a pair of words.
        return isinstance(node.value, ast.Tuple | ast.IfExp) or (
            isinstance(node.value, _LISTS) and "Fault(" in ast.unparse(node.value)
        )
    return False


def _without(node: ast.stmt) -> ast.stmt:
    """Return what stands where the statement was: the same kind, and no fault."""
    if isinstance(node, ast.Return):
        return ast.parse("return []" if isinstance(node.value, _LISTS) else "return None").body[0]
    if isinstance(node, ast.Assign):
        return ast.Assign(node.targets, ast.List([], ast.Load()), lineno=node.lineno)
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Yield):
        return ast.parse("yield from ()").body[0]
    return ast.Pass()


def statements_of(module: ModuleType) -> Iterator[int]:
    """Yield the lines of the statements of a module that tell faults."""
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == _ONLY.get(module, node.name):
            for inner in ast.walk(node):
                if isinstance(inner, ast.stmt) and _says(inner):
                    yield inner.lineno


class _Change(ast.NodeTransformer):
    """Delete the statement at a line, or mark each statement that tells faults as it runs."""

    def __init__(self, line: int | None = None) -> None:
        self.line = line

    def generic_visit(self, node: ast.AST) -> Any:
        """Change one statement."""
        node = super().generic_visit(node)
        if not (isinstance(node, ast.stmt) and _says(node)):
            return node
        if self.line is None:
            mark = ast.parse(f"_reached({node.lineno})").body[0]
            return [ast.copy_location(mark, node), node]
        return ast.copy_location(_without(node), node) if node.lineno == self.line else node


def change(module: ModuleType, how: _Change) -> None:
    """Run a module anew in its own name space, changed."""
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    changed = ast.fix_missing_locations(how.visit(tree))
    exec(compile(changed, str(module.__file__), "exec"), module.__dict__)
    importlib.reload(rules)


def holds(case: Case) -> bool:
    """Return whether the case finds its fault."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            return not case.holds(Path(folder))
        except Exception:
            return False


def reached() -> dict[Place, list[Case]]:
    """Return, for each statement that tells faults, the cases in which it runs."""
    by_place: dict[Place, list[Case]] = defaultdict(list)
    now: set[Place] = set()
    for module in MODULES:
        name = module.__name__
        module.__dict__["_reached"] = lambda line, name=name: now.add((name, line))
        change(module, _Change())
    for case in CASES:
        now.clear()
        assert holds(case), f"{case.name}: not found with all rules in place"
        for place in now:
            by_place[place].append(case)
    for module in MODULES:
        importlib.reload(module)
    return by_place


def main() -> int:
    """Delete each statement, run the cases that reach it, and list what survives."""
    by_place = reached()
    survivors, killed = [], 0
    for module in MODULES:
        for line in sorted(set(statements_of(module))):
            change(module, _Change(line))
            killer = next((c for c in by_place[module.__name__, line] if not holds(c)), None)
            importlib.reload(module)
            place = f"{module.__name__}:{line}"
            print(
                f"{place:<32} {f'killed by: {killer.name}' if killer else 'SURVIVES'}", flush=True
            )
            killed += killer is not None
            survivors += [] if killer else [place]
    importlib.reload(rules)
    print(f"{killed} of {killed + len(survivors)} deleted rules are noticed")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
