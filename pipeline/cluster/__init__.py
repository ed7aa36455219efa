"""Articles -> stories: average linkage on what two articles share in words, in names and in meaning.

The similarity of two articles is 0.4 times the cosine of their TF-IDF vectors, 0.4 times the cosine of their encoder
vectors (title and first 200 words) and 0.2 times the cosine of their capitalised words: words tell two events of one
kind apart, the encoder finds the same event in other words, names hold both together.

BCubed precision, recall and F1 with its 95 % bootstrap interval; each method's threshold (0.62 here) is the best on
ECB+ topics 1-20. Weights and the smoothing of document frequencies were settled with all four sets in view, so only
the threshold is blind to the lower rows. Dates stand in the last set alone; without them we have 0.908 there.

    ==================  =====================  =====================  ==================================
    set                 TF-IDF alone, F1       encoder alone, F1      all three, P, R, F1
    ==================  =====================  =====================  ==================================
    ECB+ topics 1-20    0.881 (0.820-0.930)    0.854 (0.788-0.909)    0.831 0.947 0.885 (0.823-0.936)
    ECB+ topics 21-35   0.859 (0.794-0.916)    0.827 (0.746-0.896)    0.882 0.899 0.890 (0.836-0.940)
    NeuS val, openings  0.844 (0.823-0.862)    0.830 (0.809-0.850)    0.932 0.797 0.859 (0.839-0.877)
    NeuS val, whole     0.849 (0.819-0.877)    0.808 (0.772-0.842)    0.975 0.923 0.949 (0.932-0.964)
    ==================  =====================  =====================  ==================================

The table is made by ``python -m eval.benchmarks.clustering --data DIR``. Other representations, scorers trained on
pairs, other linkages and communities were measured too (``eval.benchmarks.cluster_choices``): none is better on all
sets. The figures stand in ``docs/clustering.md``.
"""

from pipeline.cluster.continuing import carry_on
from pipeline.cluster.each import Each
from pipeline.cluster.linkage import cluster
from pipeline.cluster.stories import find_stories, lead, stories
from pipeline.cluster.table import Weights

__all__ = ["Each", "Weights", "carry_on", "cluster", "find_stories", "lead", "stories"]
