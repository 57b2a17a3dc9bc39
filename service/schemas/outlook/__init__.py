"""Names on the wire of what would be if, one module a resource of ``service/api/outlook``.

None of it is part of a score: scenarios, other sources, stock, costs, questions and indicators stand beside one.
"""
