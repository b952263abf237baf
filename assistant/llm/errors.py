"""What can go wrong with a language model. None of it reaches the user but as a notice.

ModelError
├── ModelSetupError    no such model here: extra not installed, weights damaged, no address
└── ModelFailed        it was asked and did not answer well; `reason` says why in the user's words
"""

from assistant.errors import AssistantError


class ModelError(AssistantError):
    """Root of what a language model can do wrong."""


class ModelSetupError(ModelError):
    """The model that the settings name cannot be used on this machine."""


class ModelFailed(ModelError):
    """This answer is not worded by the model; the extractive one is shown."""
