"""Measurements on public sets that a user has on disk."""
