"""The command line's words: commands, options and their help."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from assistant.cli.language import pick
from assistant.vocabulary.limits import LIMITS

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction["Parser"]


class Parser(argparse.ArgumentParser):
    """An argument parser that complains in the user's language and names the way to help."""

    def error(self, message: str) -> NoReturn:
        self.exit(
            2,
            pick(
                f"用法有误：{message}。\n用 {self.prog} --help 查看用法。\n",
                f"usage error: {message}\nSee {self.prog} --help.\n",
            ),
        )


def build_parser() -> argparse.ArgumentParser:
    """Give the parser of `wenbao` with all its commands."""
    parser = Parser(
        prog="wenbao",
        description=pick(
            "问报：向政府报告提问。每句话有出处，数字与引文一致，不联网也能用。",
            "Wenbao: ask Chinese government reports; every sentence cited, every figure checked.",
        ),
    )
    parser.add_argument("--version", action="store_true", help=pick("显示版本", "show the version"))
    commands = parser.add_subparsers(dest="command", metavar=pick("命令", "COMMAND"))
    _ingest(commands)
    _library(commands)
    _questions(commands)
    _feedback(commands)
    _serve(commands)
    return parser


def _add(commands: "Commands", name: str, zh: str, en: str) -> "Parser":
    return commands.add_parser(name, help=pick(zh, en), description=pick(zh, en))


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=pick("输出 JSON", "print JSON"))


def _scope(parser: argparse.ArgumentParser) -> None:
    for limit in LIMITS:
        parser.add_argument(
            f"--{limit.name}",
            action="append",
            default=[],
            type=limit.kind,
            metavar=limit.metavar,
            help=pick(limit.words["zh"].flag, limit.words["en"].flag),
        )


_FACTS = (
    ("title", "标题"),
    ("region", "地区"),
    ("body", "发文机关"),
    ("doc-type", "报告类型"),
    ("published", "发布日期，如 2021-03-01"),
    ("source-url", "来源网址"),
)


def _ingest(commands: "Commands") -> None:
    ingest = _add(commands, "ingest", "把报告放进库里", "put reports into the library")
    ingest.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    ingest.add_argument(
        "--sample", action="store_true", help=pick("导入自带的示例报告", "ingest the sample report")
    )
    ingest.add_argument(
        "--watch",
        action="store_true",
        help=pick("留意文件夹，有新的或改过的就导入", "watch the folders; ingest what changes"),
    )
    ingest.add_argument(
        "--dry-run",
        action="store_true",
        help=pick("只看会读出什么，不放进库里", "show what would be read; keep nothing"),
    )
    ingest.add_argument(
        "--replaces", metavar="ID", help=pick("作为这份报告的新版本", "a new version of report ID")
    )
    for name, zh in _FACTS:
        ingest.add_argument(
            f"--{name}", help=pick(f"指定{zh}（只给一个文件时）", f"set the {name} (one file only)")
        )
    ingest.add_argument(
        "--year", type=int, help=pick("指定报告所述年份（只给一个文件时）", "set the year covered")
    )
    _json(ingest)


def _library(commands: "Commands") -> None:
    reports = _add(commands, "reports", "列出库里的报告", "list the reports")
    reports.add_argument(
        "--problems",
        action="store_true",
        help=pick("只列需要人看一眼的", "only those that need a human eye"),
    )
    _json(reports)
    remove = _add(commands, "remove", "从库里移除报告", "remove reports")
    remove.add_argument("report_ids", nargs="+", metavar="ID")
    _json(remove)
    restore = _add(
        commands, "restore", "恢复移除的报告；不写编号则列出", "put a removed report back"
    )
    restore.add_argument("report_id", nargs="?", metavar="ID")
    facts = _add(commands, "facts", "更正一份报告的信息", "correct the facts of a report")
    facts.add_argument("report_id", metavar="ID")
    for name, zh in _FACTS:
        facts.add_argument(f"--{name}", help=pick(f"更正{zh}", f"correct the {name}"))
    facts.add_argument("--year", type=int, help=pick("更正所述年份", "correct the year covered"))
    _json(facts)
    _add(commands, "reindex", "换了模型后，用库里的原文重建索引", "rebuild the index from its text")
    reread = _add(
        commands,
        "reread",
        "用新版的读取程序重读保存的原件；不写编号则重读旧版读的",
        "read the kept originals anew; without ids those read by an earlier version",
    )
    reread.add_argument("report_ids", nargs="*", metavar="ID")
    _json(reread)
    doctor = _add(commands, "doctor", "检查环境与库是否完好", "check the set-up and the library")
    _json(doctor)


def _questions(commands: "Commands") -> None:
    search = _add(commands, "search", "查找相关段落", "find passages")
    search.add_argument("question")
    search.add_argument("-k", type=_count, default=5, help=pick("段落数（默认 5）", "how many"))
    _scope(search)
    _json(search)
    ask = _add(commands, "ask", "提一个问题", "ask a question")
    ask.add_argument("question", nargs="?")
    ask.add_argument(
        "--jsonl", type=Path, metavar="IN", help=pick("批量提问，每行一组", "many, a line each")
    )
    _scope(ask)
    _mode(ask)
    _json(ask)
    evaluate = _add(commands, "eval", "用一组问题评测", "evaluate on a set of questions")
    evaluate.add_argument("cases", type=Path, metavar="FILE")
    evaluate.add_argument("--html", type=Path, help=pick("另存为网页", "also write an HTML page"))
    evaluate.add_argument("--kind", action="append", default=[], help=pick("只评这类", "only kind"))
    _scope(evaluate)
    _mode(evaluate)
    _json(evaluate)


def _feedback(commands: "Commands") -> None:
    feedback = _add(
        commands, "feedback", "查看或导出读者的反馈", "show or export readers' feedback"
    )
    feedback.add_argument(
        "--verdict", choices=("useful", "wrong"), help=pick("只看有用或有误", "one kind")
    )
    feedback.add_argument(
        "--since", metavar="DATE", help=pick("从这天起，如 2026-01-31", "from this day")
    )
    form = feedback.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=pick("每行一条 JSON", "JSON lines"))
    form.add_argument("--csv", action="store_true", help=pick("表格软件用的 CSV", "CSV"))


def _mode(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--mode",
        choices=("extractive", "llm"),
        help=pick("只用报告原文，或用语言模型措辞", "the reports' own words, or a model's wording"),
    )


def _serve(commands: "Commands") -> None:
    serve = _add(commands, "serve", "打开问答页", "serve the chat page")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=_port, default=7860)
    serve.add_argument(
        "--open", action="store_true", help=pick("用浏览器打开", "open it in the browser")
    )


def _port(text: str) -> int:
    port = int(text) if text.isascii() and text.isdigit() else -1
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError(pick("端口应在 0 到 65535 之间", "a port is 0 to 65535"))
    return port


def _count(text: str) -> int:
    count = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= count <= 100:
        raise argparse.ArgumentTypeError(pick("段落数应在 1 到 100 之间", "a number from 1 to 100"))
    return count
