"""Screens and nothing else: they read through the Desk, call operations, and meet no SQL and no HTTP."""
