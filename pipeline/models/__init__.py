"""The only room that loads weights: built-in, from a folder, or from a hub. Nothing is loaded by pickle."""

from pipeline.models.checkpoints import Loaded, quiet_libraries, set_threads
from pipeline.models.classifiers import load_encoder, load_nli, new_classifier, save_builtin
from pipeline.models.firsttoken import read_every_token, reads_first_token
from pipeline.models.locking import Locked, lock
from pipeline.models.taggers import load_tagger, new_tagger, save_tagger
from pipeline.models.untrained import load_untrained
from pipeline.models.writers import load_writer
from pipeline.places import describe

__all__ = [
    "Loaded",
    "Locked",
    "describe",
    "load_encoder",
    "load_nli",
    "load_tagger",
    "load_untrained",
    "load_writer",
    "lock",
    "new_classifier",
    "new_tagger",
    "quiet_libraries",
    "read_every_token",
    "reads_first_token",
    "save_builtin",
    "save_tagger",
    "set_threads",
]
