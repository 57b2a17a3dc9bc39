"""What an operator asks for: `python -m service --help`. One module a command.

Each has `add`, which names its arguments, and a function that does it and returns the exit code. `outcome.py` has how
one ends that is refused.
"""

import os

from service.config import THREAD_VARIABLES

for _variable in THREAD_VARIABLES:  # before a command loads numpy
    os.environ.setdefault(_variable, "1")
