"""What an operator asks for: `python -m service --help`. One module a command.

Each has `add`, which names its arguments, and a function that does it and returns the exit code. `outcome.py` has how
one ends that is refused.
"""
