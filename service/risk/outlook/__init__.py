"""What if, and what then: scenarios, and what they would do to a product.

A table is read by the module of its name. `assumed.py` carries a scenario's assumptions out, `what_if.py` scores what
comes of it. `alternatives.py`, `stock.py`, `costs.py`, `questions.py` and `indicators.py` each answer one resource of
the API. `hit_prices.py` holds what prices did when supply was hit. None of it enters a score.
"""
