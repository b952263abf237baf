"""Which language the terminal speaks: Chinese, unless the locale asks for another."""

import os


def speaks_chinese() -> bool:
    """Say whether to print Chinese; a locale of C or none at all counts as Chinese."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            language = value.partition(".")[0].partition("_")[0].lower()
            return language in {"zh", "c", "posix", ""}
    return True


def pick(chinese: str, english: str) -> str:
    """Give the text in the terminal's language."""
    return chinese if speaks_chinese() else english
