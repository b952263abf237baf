"""placeholder"""


def standalone(question: str, turns: object) -> str:
    """placeholder"""
    return question
