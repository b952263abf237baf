"""The house rules that a machine can check: import direction, circles, and size of modules.

An import is taken where it stands, also inside a function or under TYPE_CHECKING: it says what a
module must know.
"""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "prompts": set(),
    "ingest": set(),
    "vectorstore": {"ingest"},
    "assistant": {"ingest", "vectorstore", "prompts"},
}
# The rooms of a package by floors: each imports only from floors to its left and from itself.
# A flat module is a room of its own; `__init__` and `__main__` of a package are its doors.
FLOORS = {
    "ingest": (
        "errors settings models segment numbering word_cutter",
        "ids joins headings regions archives note_marks",
        "normalise outline",
        "passages facts",
        "readers outlook",
        "pipeline",
        "worker",
    ),
    "vectorstore": (
        "errors settings models fusion catching_up",
        "ownership embedding chroma",
        "store",
        "indexes",
        "view rerank",
        "dense state",
        "commit",
        "reindex",
        "library",
        "audit retriever",
    ),
    "assistant": (
        "models figures fitted vocabulary errors templates",
        "wording wire",
        "scope suggesting",
        "question grounding render",
        "reader keeping export evaluation",
        "seam",
        "comparing ui",
        "answering serving",
        "llm",
        "config",
        "making",
        "service doctor",
        "cli",
    ),
}
FLAT = {"assistant": 12, "vectorstore": 16, "ingest": 16}
MODULES = sorted(path for package in MAY_IMPORT for path in (ROOT / package).rglob("*.py"))


def module_name(path: Path, root: Path = ROOT) -> str:
    """Give the dotted name of a module file."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_modules(path: Path, known: frozenset[str]) -> set[str]:
    """Give the modules among `known` that a file imports anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path} imports relatively"
            for alias in node.names:
                deeper = f"{node.module}.{alias.name}"
                found.add(deeper if deeper in known else str(node.module))
    return found & known


@cache
def graph() -> Mapping[str, set[str]]:
    """Give which of our modules each of our modules imports."""
    return graph_of(ROOT, tuple(MODULES))


def graph_of(root: Path, paths: tuple[Path, ...]) -> Mapping[str, set[str]]:
    names = {module_name(path, root): path for path in paths}
    known = frozenset(names)
    return {name: imported_modules(path, known) - {name} for name, path in names.items()}


def circle_in(imports: Mapping[str, set[str]]) -> list[str]:
    """Give a circle of imports; nothing where there is none."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def room_of(module: str) -> str:
    """Give the room of a module of a package: its folder, or its own name where it lies flat."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def climbs_in(imports: Mapping[str, set[str]]) -> Iterator[str]:
    """Give the imports inside a package that go to a room on the same floor or further right."""
    for package, floors in FLOORS.items():
        floor_of = {room: at for at, rooms in enumerate(floors) for room in rooms.split()}
        for module, targets in imports.items():
            room = room_of(module)
            if module.split(".")[0] != package or room in ("", "__main__"):
                continue
            for target in sorted(targets):
                other = room_of(target)
                if target.split(".")[0] != package or other in ("", room):
                    continue
                if floor_of[other] >= floor_of[room]:
                    yield f"{module} -> {target}"


def longest_chain(imports: Mapping[str, set[str]], package: str) -> list[str]:
    """Give the longest chain of imports among the modules of a package."""
    chains: dict[str, list[str]] = {}
    for module in TopologicalSorter(imports).static_order():
        below = [chains[t] for t in imports[module] if t.split(".")[0] == package]
        chains[module] = [module, *max(below, key=len, default=[])]
    return max((c for m, c in chains.items() if m.split(".")[0] == package), key=len)


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_packages_import_one_way(package: str) -> None:
    for module, targets in graph().items():
        if module.split(".")[0] == package:
            assert {target.split(".")[0] for target in targets} <= MAY_IMPORT[package] | {package}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_product_knows_no_tests(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [str(node.module)]
        assert not any(name.split(".")[0] == "tests" for name in names)


def test_no_import_circle_among_modules() -> None:
    assert circle_in(graph()) == []


def test_no_import_climbs_between_rooms() -> None:
    assert list(climbs_in(graph())) == []


@pytest.mark.parametrize("package", FLOORS)
def test_every_room_has_its_floor(package: str) -> None:
    rooms = {room_of(name) for name in graph() if name.split(".")[0] == package}
    named = [room for floor in FLOORS[package] for room in floor.split()]
    assert sorted(named) == sorted(rooms - {"", "__main__"})


def test_a_planted_circle_and_a_planted_climb_are_found(tmp_path: Path) -> None:
    rooms = {
        "assistant/__init__.py": "",
        "assistant/reader/reading.py": "def late():\n    from assistant.answering import chain\n",
        "assistant/answering/chain.py": (
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n"
            "    from assistant.reader.reading import late\n"
        ),
    }
    for name, text in rooms.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    planted = graph_of(tmp_path, tuple(sorted(tmp_path.rglob("*.py"))))
    assert set(circle_in(planted)) == {"assistant.reader.reading", "assistant.answering.chain"}
    assert list(climbs_in(planted)) == ["assistant.reader.reading -> assistant.answering.chain"]


@pytest.mark.parametrize("package", FLAT)
def test_few_modules_lie_flat(package: str) -> None:
    assert len(list((ROOT / package).glob("*.py"))) <= FLAT[package]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_passes_250_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 250


def test_only_few_open_a_library() -> None:
    """No module but the composition root, what rebuilds an index, and the doctor may open one."""
    opening = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "assistant").rglob("*.py")
        if "open_library(" in path.read_text(encoding="utf-8")
    ]
    assert set(opening) == {"assistant/service.py", "assistant/making.py", "assistant/doctor.py"}


def test_one_module_names_the_vector_store() -> None:
    """Another store is a folder and this module: nothing else outside chroma/ imports from it."""
    room = ROOT / "vectorstore"
    naming = {
        str(path.relative_to(ROOT))
        for path in MODULES
        if (room / "chroma") not in path.parents
        if "vectorstore.chroma" in path.read_text(encoding="utf-8")
    }
    assert naming == {"vectorstore/store/__init__.py"}
