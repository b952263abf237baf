"""README and CONTRIBUTING must stay true: the settings, the commands, the pictures, the paths."""

import re
from pathlib import Path

from assistant.cli.parser import build_parser
from assistant.config import env_names, sections

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
START, END = "<!-- settings: kept true by tests/test_readme.py -->\n", "<!-- end of settings -->"


def settings_table() -> str:
    rows = ["| environment | default | 说明 |", "|---|---|---|"]
    models = sections()
    for name, (section, key) in env_names().items():
        field = models[section].model_fields[key]
        default = "" if field.default is None else field.default
        rows.append(f"| `{name}` | {default} | {field.description} |")
    return "\n".join(rows) + "\n"


def test_settings_table_is_true() -> None:
    text = README.read_text(encoding="utf-8")
    written = text.split(START)[1].split(END)[0]
    assert written == settings_table(), "run: python -m tests.test_readme"


def test_every_command_is_in_the_readme_and_exists() -> None:
    text = README.read_text(encoding="utf-8")
    named = set(re.findall(r"`wenbao (\w+)", text))
    choices = next(action.choices for action in build_parser()._actions if action.dest == "command")
    assert choices is not None
    assert named == set(choices)


def test_the_ten_changes_name_what_exists_and_at_most_three_files_each() -> None:
    table = CONTRIBUTING.read_text(encoding="utf-8").split("<!-- changes:")[1].split("<!-- end")[0]
    changes = [line.split("|") for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(changes) == 10
    for _, change, files, _ in changes:
        paths = [name for name in re.findall(r"`([^`]+)`", files) if "/" in name or "." in name]
        named = [name for name in paths if "/" in name]
        assert named or "README.md" in paths, change
        for name in named:
            assert (ROOT / name).exists() or name == "chroma/", f"{change}: {name}"
        assert len(named) <= 3, change


def test_pictures_exist() -> None:
    for path in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README.read_text(encoding="utf-8")):
        assert (ROOT / path).is_file(), path


if __name__ == "__main__":
    page = README.read_text(encoding="utf-8")
    before, rest = page.split(START)
    README.write_text(
        before + START + settings_table() + END + rest.split(END)[1], encoding="utf-8"
    )
