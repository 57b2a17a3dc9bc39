"""What an answer says beside its numbers: messages, details of each hazard, and the figures that it rests on.

`register_standing.py` tells what the register says around a hazard beyond what the score counts.
"""
