"""From a product's purchases to its score: what is lost in each world, and why.

`assembly.py` is the way in, `measured.py` what it makes. Scores, shares hit, intervals, splits and counterfactuals all
count the same worlds (`source_shock/worlds.py`), so they agree.
"""
