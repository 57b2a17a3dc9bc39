"""What if, and what then: scenarios, and what they would do to a product.

A table is read by the module of its name. `assumed.py` carries a scenario's assumptions out, `what_if.py` scores what
comes of it. `alternatives.py`, `stock.py`, `questions.py` and `indicators.py` each answer one resource of the API.
None of it enters a score.
"""
