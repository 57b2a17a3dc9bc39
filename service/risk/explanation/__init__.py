"""What an answer says beside its numbers.

`reasons.py` says why in sentences, `standing.py` what is in force, announced, suspended or unknown. `sources.py` says
how likely each country is to act, `drivers.py` what the score would be without something. `hazard_scores.py` has the
rows of purchases and lines, `messages.py` the caveats.
"""
