"""What is asked of work that goes on after a request. It is about jobs with their errors and results, and the mappings
of columns that are kept for files.
"""
