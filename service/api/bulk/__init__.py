"""Many BOMs at once: batches of them, files, and exports of what is stored.

Each BOM is answered for itself, and the work of all is bounded before any is scored.
"""
