"""How well the model forecasts what it hasn't seen: walk-forward tests beside baselines, and closer looks.

`walk_forward.py` is the way in; the other files each answer one question about the same forecasts.
"""
