"""Count what guesses at language: calls of `re`, characters of pattern, of word lists, lines of code.

    python -m tests.count_language [ROOT]

Run before and after a change; ROOT is another checkout to compare with.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOMS = ("assistant", "ingest", "vectorstore")
LISTS = (".tsv", ".toml", ".txt")


def calls_of_re(tree: ast.AST) -> Iterator[ast.Call]:
    """Give the calls of functions of `re`."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"))):
                yield node


def pattern_chars(call: ast.Call) -> int:
    """Give the characters of text written in the first argument of a call."""
    parts = ast.walk(call.args[0]) if call.args else ()
    texts = (one.value for one in parts if isinstance(one, ast.Constant))
    return sum(len(text) for text in texts if isinstance(text, str))


def counted(root: Path) -> dict[str, int]:
    """Count in the rooms of a checkout."""
    calls = [
        call
        for room in ROOMS
        for path in (root / room).rglob("*.py")
        for call in calls_of_re(ast.parse(path.read_text(encoding="utf-8")))
    ]
    lists = [
        path
        for path in (root / "assistant").rglob("*")
        if path.suffix in LISTS and not {"ui", "sample", "templates", "fitted"} & set(path.parts)
    ]
    code = (root / "assistant").rglob("*.py")
    return {
        "calls of re": len(calls),
        "characters of pattern": sum(map(pattern_chars, calls)),
        "characters of word lists": sum(len(one.read_text(encoding="utf-8")) for one in lists),
        "lines under assistant/": sum(
            len(p.read_text(encoding="utf-8").splitlines()) for p in code
        ),
    }


def main() -> None:
    """Print the counts."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1]
    for name, count in counted(root).items():
        print(f"{count:8} {name}")


if __name__ == "__main__":
    main()
