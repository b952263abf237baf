"""The settings tree: defaults, then one TOML file, then the environment; unknown keys are refused.

Each section is defined beside the code it governs; this module only puts them together. A leaf is
set from the environment as WENBAO_<SECTION>_<KEY>; the few in `_SHORT` have a shorter name too. Secrets
(the model's key, the keeper's token) are no part of the tree: whoever uses one reads it from the
environment, so that no file holds it and nothing that shows settings could show it.

pydantic-settings reads the file and the environment. Three things it leaves to us, because it passes
over in silence what a user should hear of: a WENBAO_ name that is no setting (it looks up the names it
knows and no others), a second name for a leaf of a section, and a file that is named but is not there
or cannot be opened. And a `Settings(...)` of its own would look into the environment each time that it
is made; ours is what it is given.
"""

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Any

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from assistant.errors import SettingsError
from assistant.keeping.settings import KeeperSettings, OriginalsSettings
from assistant.llm.settings import ModelSettings
from assistant.serving.settings import ProxySettings
from ingest.settings import PassageSettings
from vectorstore.settings import EmbeddingSettings, SearchSettings, StoreSettings

PREFIX = "WENBAO_"
_SHORT = {"WENBAO_CHROMA_URL": ("store", "chroma_url")}
# Read elsewhere, before or beside the settings tree.
_OUTSIDE = frozenset(
    {
        "WENBAO_HOME",
        "WENBAO_CONFIG",
        "WENBAO_REQUIRE_BROWSER",
        "WENBAO_MODEL_KEY",
        "WENBAO_KEEPER_TOKEN",
    }
)


class AnswerSettings(BaseModel):
    """How the extractive answer is chosen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_question_chars: int = Field(2000, ge=50, le=100_000, description="问题的最大字数")
    hits: int = Field(16, ge=1, le=50, description="供选句的段落数")
    advice: str = Field(
        "",
        max_length=200,
        description="有人来问该怎么办时附上的一句话，如：请拨打 12345 热线咨询。留空不附",
    )


class Settings(BaseSettings):
    """All settings of one process; passed as an argument, never fetched."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="forbid",
        # By default [SEARCH] would be taken for [search].
        case_sensitive=True,
        env_prefix=PREFIX.lower(),
        env_nested_delimiter="_",
        env_nested_max_split=1,
    )

    home: Path
    store: StoreSettings = StoreSettings()
    embedding: EmbeddingSettings = EmbeddingSettings()
    passages: PassageSettings = PassageSettings()
    search: SearchSettings = SearchSettings()
    answer: AnswerSettings = AnswerSettings()
    model: ModelSettings = ModelSettings()
    originals: OriginalsSettings = OriginalsSettings()
    keeper: KeeperSettings = KeeperSettings()
    proxy: ProxySettings = ProxySettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take what is given and nothing else; `load_settings` asks file and environment."""
        return (init_settings,)


def sections() -> dict[str, type[BaseModel]]:
    """Give the name and model of each section, in order."""
    return {
        name: field.annotation
        for name, field in Settings.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
    }


def env_names() -> dict[str, tuple[str, str]]:
    """Map each environment name to its (section, key)."""
    names = {
        f"{PREFIX}{section}_{key}".upper(): (section, key)
        for section, model in sections().items()
        for key in model.model_fields
    }
    return names | _SHORT


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings of this process.

    Raises:
        SettingsError: a file that cannot be read, an unknown key or a value out of bounds.
    """
    environ = os.environ if environ is None else environ
    home = Path(environ.get("WENBAO_HOME") or platformdirs.user_data_path("wenbao")).expanduser()
    tree = _read_file(environ, home)
    for section, values in _read_environment(environ).items():
        held = tree.setdefault(section, {})
        if isinstance(held, dict):
            held.update(values)
    if "home" in tree:
        raise SettingsError(
            "设置文件里不能写 home；请用环境变量 WENBAO_HOME 指定数据文件夹。",
            "The settings file cannot set home; name the data folder by WENBAO_HOME.",
        )
    try:
        return Settings(home=home.absolute(), **tree)
    except ValidationError as error:
        raise _explained(error) from error


def _read_file(environ: Mapping[str, str], home: Path) -> dict[str, Any]:
    named = environ.get("WENBAO_CONFIG")
    path = Path(named).expanduser() if named else home / "wenbao.toml"
    try:
        # Opened first: a file that cannot be is passed over by the source.
        path.open("rb").close()
        return TomlConfigSettingsSource(Settings, path)()
    except (FileNotFoundError, NotADirectoryError):
        if named:
            raise SettingsError(
                f"找不到设置文件 {path}；请检查 WENBAO_CONFIG。",
                f"No settings file at {path}; check WENBAO_CONFIG.",
            ) from None
        return {}
    except OSError as error:
        raise SettingsError(
            f"设置文件 {path} 读不出来：{error.strerror}。",
            f"The settings file {path} cannot be read: {error.strerror}.",
        ) from error
    except (TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"设置文件 {path} 不是有效的 TOML：{error}。",
            f"The settings file {path} is not valid TOML: {error}.",
        ) from error


def _read_environment(environ: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Give the leaves that the environment sets, by section; an empty value sets nothing."""
    names = env_names()
    given = {}
    for name, value in environ.items():
        if not name.startswith(PREFIX) or name in _OUTSIDE:
            continue
        if name not in names:
            raise _unknown_env(name, names)
        if value != "":
            section, key = names[name]
            given[f"{PREFIX}{section}_{key}".lower()] = value
    source = EnvSettingsSource(Settings)
    # The names as the source compares them; by itself it reads the process's own.
    source.env_vars = given
    return source()


def _unknown_env(name: str, names: Mapping[str, object]) -> SettingsError:
    close = difflib.get_close_matches(name, [*names, *_OUTSIDE], n=1)
    hint = f"是不是想写 {close[0]}？" if close else "设置一览见 README。"
    english = f"Did you mean {close[0]}?" if close else "README lists the settings."
    return SettingsError(
        f"不认识的环境变量 {name}。{hint}", f"Unknown environment variable {name}. {english}"
    )


def _explained(error: ValidationError) -> SettingsError:
    lines, english = [], []
    for problem in error.errors():
        where = ".".join(str(part) for part in problem["loc"])
        if problem["type"] == "extra_forbidden":
            lines.append(f"不认识的设置项 {where}")
            english.append(f"Unknown setting {where}")
        else:
            lines.append(f"设置项 {where} 的值 {problem['input']!r} 不可用：{problem['msg']}")
            english.append(f"Setting {where} cannot be {problem['input']!r}: {problem['msg']}")
    return SettingsError(
        "；".join(lines) + "。设置一览见 README。",
        "; ".join(english) + ". README lists the settings.",
    )
