"""Evenhand: one neutral, cited brief per story, and who says what, from what many outlets wrote."""
