"""Who says what: claims x articles -> label, scores, evidence."""

from pipeline.stance.cells import score_story, story_about
from pipeline.stance.reading import read_cells
from pipeline.stance.single import score_text
from pipeline.stance.totals import totals_of

__all__ = ["read_cells", "score_story", "score_text", "story_about", "totals_of"]
