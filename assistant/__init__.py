"""Questions to answers: scope, retrieval, reading, verification, and every surface.

`open_assistant().chain` is a LangChain Runnable from a question to its answer.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.service import Assistant

__all__ = ["open_assistant"]


def open_assistant() -> "Assistant":
    """Open the library that the environment and `wenbao.toml` name; close it after use.

    Raises:
        LibraryOwned: another process, such as `wenbao serve`, holds it.
        StoreUnavailable, ModelUnavailable, SettingsError: with what to do.
    """
    # Here, so that `import assistant.models` loads no store and no model.
    import os

    from assistant.config import load_settings
    from assistant.service import Assistant

    return Assistant.open(load_settings(os.environ), "other")
