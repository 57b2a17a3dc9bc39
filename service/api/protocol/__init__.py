"""What HTTP offers beside the resources, the same for all of them: bodies and answers in gzip, idempotency keys,
operations that end, what a request may take, and what the OpenAPI document says of headers.

Nothing here knows a bill of materials.
"""
