"""From hazards to the product: its probability, what would lower it, and what a disruption is expected to cost.

`assessment.py` is the way in; `drivers.py` scores the product again without one thing at a time.
"""
