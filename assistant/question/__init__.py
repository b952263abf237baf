"""What is asked: kind of utterance, standalone wording, parts, needs; a question to a plan."""
