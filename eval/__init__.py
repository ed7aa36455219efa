"""Measures what Evenhand wrote against hand labels and public sets; reads output and is never imported by it."""
