"""What may come, and what to do about it: pages that no score is made of.

`plans.py` finds what to change in a product, as `plan_form.py` reads it from an address. `one_product.py` holds a
product against scenarios, with stock, costs and questions; `portfolio.py` all products against one. `alternatives.py`
lists other sources, `indicators.py` what policy did.
"""
