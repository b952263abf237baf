"""From a plan to a checked answer, as one LangChain Runnable."""
