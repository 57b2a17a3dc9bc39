"""What an answer says beside its numbers: messages, details of each hazard, and the figures that it rests on.

`hazard_details.py` has the supply and figures of one hazard, `messages.py` the words; `register_standing.py` tells
what the register says around a hazard beyond what the score counts.
"""
