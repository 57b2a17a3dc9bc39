"""The names on the wire: what a request may hold and what an answer holds, field by field.

`strict.py` refuses what isn't known, `did_you_mean.py` names what was probably meant, `openapi.py` has shared pieces.
"""
