"""Count the branches of every function of the product, and list those with many.

    python -m tests.count_branches [FOLDER …] [--over 15]

A branch is each if (elif too), for, while, except, case, conditional expression, comprehension
clause with each of its ifs, and each and/or operand beyond the first. A function defined inside
another is counted by itself; a lambda belongs to the function that it stands in.
"""

import argparse
import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PRODUCT = ("assistant", "ingest", "prompts", "vectorstore")
MANY = 15

_ONE_EACH = (
    ast.If,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ExceptHandler,
    ast.match_case,
    ast.IfExp,
)
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Counted:
    """A function, named by its file below the root and its classes, and its branches."""

    path: str
    name: str
    branches: int

    def __str__(self) -> str:
        return f"{self.path}:{self.name}"


def functions_of(source: str, path: str) -> Iterator[Counted]:
    """Count every function of a module, those inside classes and functions too."""
    yield from _inside(ast.parse(source), path, "")


def counted(folders: Iterable[str] = PRODUCT, root: Path = ROOT) -> list[Counted]:
    """Count every function below these folders, most branches first."""
    found = [
        one
        for folder in folders
        for path in sorted((root / folder).rglob("*.py"))
        for one in functions_of(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())
    ]
    return sorted(found, key=lambda one: (-one.branches, str(one)))


def _inside(node: ast.AST, path: str, within: str) -> Iterator[Counted]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _Function):
            name = within + child.name
            yield Counted(path, name, sum(_branches(part) for part in ast.iter_child_nodes(child)))
            yield from _inside(child, path, f"{name}.")
        elif isinstance(child, ast.ClassDef):
            yield from _inside(child, path, f"{within}{child.name}.")
        else:
            yield from _inside(child, path, within)


def _branches(node: ast.AST) -> int:
    if isinstance(node, (*_Function.__args__, ast.ClassDef)):
        return 0
    own = 0
    if isinstance(node, _ONE_EACH):
        own = 1
    elif isinstance(node, ast.BoolOp):
        own = len(node.values) - 1
    elif isinstance(node, ast.comprehension):
        own = 1 + len(node.ifs)
    return own + sum(_branches(child) for child in ast.iter_child_nodes(node))


def main() -> None:
    """Print the functions with more than `--over` branches."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", default=PRODUCT)
    parser.add_argument("--over", type=int, default=MANY)
    arguments = parser.parse_args()
    many = [one for one in counted(arguments.folders) if one.branches > arguments.over]
    for one in many:
        print(f"{one.branches:4}  {one}")
    print(f"{len(many)} functions with more than {arguments.over} branches")


if __name__ == "__main__":
    main()
