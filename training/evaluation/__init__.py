"""How well the models forecast what they haven't seen: walk-forward tests beside baselines, and closer looks.

`everything.py` is the way in; the other files each answer one question.
"""
