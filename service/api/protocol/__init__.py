"""What HTTP offers beside the resources, the same for all of them. It is bodies and answers in gzip, idempotency keys,
and operations that end. It is what a request may take, and what the OpenAPI document says of headers.

Nothing here knows a bill of materials.
"""
