"""What stands beside a figure and is none of its digits: marks of notes, and the unit of its table."""
