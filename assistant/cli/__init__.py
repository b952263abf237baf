"""The `wenbao` command: thin commands over the service; errors become one sentence and a code.

Exit codes: 0 done, 1 something was refused or failed, 2 wrong usage, 130 interrupted.
"""

import os
import sys
from collections.abc import Sequence

from assistant.cli.language import pick
from assistant.cli.parser import build_parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    parser = build_parser()
    arguments = parser.parse_args(argv)
    if arguments.version:
        from importlib.metadata import PackageNotFoundError, version

        try:
            print(f"wenbao {version('wenbao')}")
        except PackageNotFoundError:
            print(pick("wenbao（未安装，从源码运行）", "wenbao (not installed, run from source)"))
        return 0
    if not arguments.command:
        parser.print_help()
        return 0
    from assistant.cli.commands import COMMANDS
    from assistant.errors import USER_ERRORS

    try:
        return COMMANDS[arguments.command](arguments)
    except USER_ERRORS as error:
        english = getattr(error, "english", "") or str(error)
        print(pick(f"出错了：{error}", f"error: {english}"), file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader of a pipe left (wenbao reports | head): not an error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print(pick("已停止。", "Stopped."), file=sys.stderr)
        return 130
