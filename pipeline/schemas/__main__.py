"""``python -m pipeline.schemas`` writes the shipped schemas again."""

from pipeline.schemas import write

write()
