"""The resources, one file each: BOMs, scores, claims, reference tables, the model, and what operators ask.

`smorest.py` and `json_body.py` hold what all of them share: blueprints in the OpenAPI document, and reading a body.
"""
