"""What HTTP offers beside the resources, the same for all of them: bodies and answers in gzip.

Nothing here knows a bill of materials.
"""
