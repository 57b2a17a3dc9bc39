"""Stored bills of materials and their scores: SQLite without set-up, PostgreSQL by ``DATABASE_URL``."""
