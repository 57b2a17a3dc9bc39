"""What would be if: scenarios of products, posted and stored, other sources, stock, costs and questions.

Each calls one module of ``service/risk/outlook``, for the product that ``subject.py`` reads. ``indicators.py`` counts
what policy did.
"""
