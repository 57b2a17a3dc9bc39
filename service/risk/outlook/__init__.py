"""What if, and what then: scenarios, and what they would do to a product.

`scenarios.csv` holds what is assumed, in rows that an analyst edits; `scenarios.py` reads them. `assumed.py` carries
assumptions out on a BOM and on the hazards of a day, `what_if.py` scores what comes of it, `sentences.py` tells it.
`projects.csv` gives capacities outside China an owner and a status (`projects.py`); `alternatives.py` says where else
an element can come from. `durations.py` says how long shocks last, `stock.py` what a stock is worth against them,
`questions.py` which missing fact would narrow an answer most. None of it enters a score.
"""
