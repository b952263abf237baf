"""What the page's script asks for over HTTP: sources, reports, originals, exports, feedback; and bad requests."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

import assistant.serving.api
from assistant.export import FORMATS
from assistant.service import Assistant
from assistant.serving.api import create_app
from assistant.serving.page_routes import FEEDBACK_A_MINUTE
from tests.assistant_samples import open_assistant, use_fakes, write_reports
from tests.samples import write_pdf
from tests.serve_fake import YUNXI

QUESTION = "云溪区2021年收到行政复议申请多少件？"


@pytest.fixture
def service(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Assistant]:
    use_fakes(monkeypatch)
    monkeypatch.setattr(assistant.serving.api, "mount_page", lambda app, service: None)
    reports = write_reports(tmp_path / "reports")
    write_pdf(reports / "云溪2021.pdf", YUNXI)
    page = "<!doctype html><title>虚构</title><main>" + "".join(
        f"<p>{line.replace('云溪', '白鹭')}</p>" for line in YUNXI
    )
    (reports / "白鹭2021.html").write_text(page + "<script>1</script></main>", encoding="utf-8")
    with open_assistant(home) as opened:
        opened.ingest([reports])
        yield opened


@pytest.fixture
def app(service: Assistant) -> FastAPI:
    return create_app(service, token="token", hosts=None)


def call(app: FastAPI, method: str, path: str, body: Any = None) -> httpx.Response:
    async def exchange() -> httpx.Response:
        transport = httpx.ASGITransport(app, client=("10.0.0.9", 50000))
        async with httpx.AsyncClient(
            transport=transport, base_url="http://wenbao.example"
        ) as client:
            return await client.request(method, path, json=body)

    return asyncio.run(exchange())


def record(service: Assistant, question: str = QUESTION) -> dict[str, Any]:
    answer = service.ask(question).to_json()
    return {"key": "0" * 16, "question": question, "answer": answer}


def report_id(service: Assistant, source: str) -> str:
    return next(r.report_id for r in service.reports() if r.source_name == source)


def test_a_source_comes_with_its_whole_report(service: Assistant, app: FastAPI) -> None:
    shown = call(app, "POST", "/wenbao/source", {"record": record(service), "n": 1})
    assert shown.status_code == 200
    assert "<mark>共收到行政复议申请58件，审结51件。</mark>" in shown.text
    assert "2022年，将继续健全" in shown.text
    assert "看原页" in shown.text
    english = call(app, "POST", "/wenbao/source?lang=en", {"record": record(service), "n": 1})
    assert "Page image" in english.text


def test_a_page_of_a_pdf_is_drawn_with_its_quote(service: Assistant, app: FastAPI) -> None:
    path = f"/wenbao/reports/{report_id(service, '云溪2021.pdf')}/pages/1"
    drawn = call(app, "GET", f"{path}?quote=共收到行政复议申请58件")
    assert drawn.headers["content-type"] == "image/png"
    assert drawn.headers["x-wenbao-marked"] == "1"
    assert call(app, "GET", f"{path}0").status_code == 400
    text = report_id(service, "光明2021.txt")
    assert "打不开" in call(app, "GET", f"/wenbao/reports/{text}/pages/1").json()["error"]


def test_an_original_is_always_a_download_and_never_a_page(
    service: Assistant, app: FastAPI
) -> None:
    path = f"/wenbao/reports/{report_id(service, '白鹭2021.html')}/original"
    given = call(app, "GET", path)
    assert "<script>" in given.text
    assert given.headers["content-disposition"].startswith("attachment")
    assert given.headers["content-type"] == "application/octet-stream"
    assert given.headers["content-security-policy"] == "sandbox"
    assert call(app, "GET", "/wenbao/reports/ffff/original").status_code == 404


def test_originals_can_be_kept_back(service: Assistant) -> None:
    closed = create_app(service, token=None, hosts=None, originals=False)
    report = report_id(service, "云溪2021.pdf")
    refused = call(closed, "GET", f"/wenbao/reports/{report}/original")
    assert (refused.status_code, refused.json()["error"]) == (400, "这里没有开放原件下载。")
    assert "下载原件" not in call(closed, "GET", f"/wenbao/reports/{report}").text
    source = call(closed, "POST", "/wenbao/source", {"record": record(service), "n": 1})
    assert "下载原件" not in source.text


def test_the_library_is_narrowed_and_its_scopes_named(service: Assistant, app: FastAPI) -> None:
    shown = call(app, "GET", "/wenbao/library?text=光明&year=2020")
    assert shown.text.count("<tr>") == 2
    assert "符合 1 篇" in shown.text
    assert call(app, "GET", "/wenbao/library?year=x&order=nonsense").status_code == 400
    scopes = call(app, "GET", "/wenbao/scopes").json()
    years = {one["name"]: one["years"] for one in scopes["regions"]}
    assert years["深圳市光明区"] == [2021, 2020]
    assert scopes["doc_types"] == ["法治政府建设报告"]


@pytest.mark.parametrize("kind", list(FORMATS))
def test_an_export_is_a_download(service: Assistant, app: FastAPI, kind: str) -> None:
    given = call(app, "POST", f"/wenbao/export/{kind}", {"records": [record(service)]})
    assert given.status_code == 200
    assert given.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert len(given.content) > 500


def test_a_forged_answer_is_exported_as_one_that_cannot_be_vouched_for(
    service: Assistant, app: FastAPI
) -> None:
    forged = record(service)
    forged["answer"]["text"] = forged["answer"]["text"].replace("58", "5800")
    text = call(app, "POST", "/wenbao/export/md", {"records": [forged]}).text
    assert "核对不上" in text
    assert "数字与引文一致" not in text
    honest = call(app, "POST", "/wenbao/export/md", {"records": [record(service)]}).text
    assert "核对不上" not in honest
    assert "数字与引文一致" in honest


def test_feedback_is_kept_with_the_answer_and_what_it_was_made_from(
    service: Assistant, app: FastAPI
) -> None:
    said = {
        "record": record(service),
        "verdict": "wrong",
        "reason": " 数字不对 ",
        "earlier": ["前"],
    }
    assert call(app, "POST", "/wenbao/feedback", said).json() == {"kept": True}
    (kept,), damaged = service.feedback.read()
    assert damaged == 0
    assert (kept.verdict, kept.reason, kept.earlier) == ("wrong", "数字不对", ("前",))
    report = kept.answer.citations[0].report_id
    assert kept.revisions == {
        report: next(r.revision for r in service.reports() if r.report_id == report)
    }


def test_feedback_from_one_address_is_slowed_down(service: Assistant, app: FastAPI) -> None:
    said = {"record": record(service), "verdict": "useful"}
    codes = [
        call(app, "POST", "/wenbao/feedback", said).status_code
        for _ in range(FEEDBACK_A_MINUTE + 2)
    ]
    assert codes == [200] * FEEDBACK_A_MINUTE + [422] * 2


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/wenbao/source", {"record": {"question": "问", "answer": {}}, "n": 1}),
        ("/wenbao/source", {"record": {"question": "问"}, "n": 1}),
        ("/wenbao/source", {}),
        ("/wenbao/export/docx", {"records": []}),
        ("/wenbao/export/docx", {"records": [{"question": "问", "answer": {"status": 1}}]}),
        ("/wenbao/export/exe", {"records": []}),
        ("/wenbao/feedback", {"record": {"question": "问", "answer": {}}, "verdict": "useful"}),
        ("/wenbao/feedback", {"record": {}, "verdict": "maybe"}),
    ],
)
def test_a_bad_request_is_a_sentence(app: FastAPI, path: str, body: Any) -> None:
    response = call(app, "POST", path, body)
    assert response.status_code in (400, 422)
    assert response.json()["error"].endswith("。")


def test_a_citation_that_is_not_there_is_a_sentence(service: Assistant, app: FastAPI) -> None:
    response = call(app, "POST", "/wenbao/source", {"record": record(service), "n": 9})
    assert (response.status_code, response.json()["error"]) == (422, "找不到这条出处。")
