"""The conversation as HTML and as state.

conversation  what is kept of a session, and its states while an answer comes
turns         a question with its answer, and what can be done with it
answers       the words of an answer: marks, checked figures, the comparison table
chips         the scope of an answer
welcome       before anything is asked
record        what the browser remembers of a turn
remembered    a conversation that it gives back
"""
