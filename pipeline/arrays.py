"""What models give, as arrays: types and columns, for rooms that load none."""

import numpy as np
from numpy.typing import NDArray

Pair = tuple[str, str]  # premise, hypothesis

Vectors = NDArray[np.float32]  # unit rows: (texts, width)
Probabilities = NDArray[np.float32]  # (pairs, 3), the columns below
Shares = NDArray[np.float32]  # (words, classes), each 0 to 1; classes do not exclude each other

ENTAILMENT, NEUTRAL, CONTRADICTION = range(3)
