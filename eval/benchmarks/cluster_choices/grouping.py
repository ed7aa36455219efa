"""From distances to groups: linkages, and communities of a graph of nearest neighbours."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

Distances = NDArray[np.float64]
Labels = NDArray[np.int64]
At = Callable[[float], Labels]  # labels of the rows at a threshold

NEIGHBOURS: Final = 10
_FAR: Final = 1.0
_SEED: Final = 13


@dataclass(frozen=True, slots=True)
class Grouping:
    """A way to group rows by their distances, and the thresholds worth trying."""

    name: str
    prepare: Callable[[Distances], At]
    grid: tuple[float, ...] = tuple(round(step / 100, 2) for step in range(2, 100, 2))


def distances(similarity: NDArray[np.floating], far: NDArray[np.bool_]) -> Distances:
    """1 minus the similarity, as ``pipeline.cluster`` has it: rounded, at most 1 for pairs too far in time.

    Args:
        similarity: up to 1. *Shape:* (rows, rows).
        far: pairs that count as unlike. *Shape:* (rows, rows).
    """
    found = 1.0 - np.minimum(np.round(np.asarray(similarity, dtype=np.float64), 6), 1.0)
    found[far] = _FAR
    found = (found + found.T) / 2
    np.fill_diagonal(found, 0.0)
    return found


def linked(method: str) -> Grouping:
    """Agglomerative linkage: ``average`` (UPGMA), ``weighted`` (WPGMA), ``complete`` or ``single``."""

    def prepare(apart: Distances) -> At:
        # Moved up by 1, since a cosine below 0 makes a distance that is more than 1 and rounding one below 0.
        tree = linkage(squareform(apart + 1.0 - np.eye(len(apart)), checks=False), method)
        return lambda threshold: np.asarray(fcluster(tree, threshold + 1.0, "distance"), dtype=np.int64)

    return Grouping(f"{method} linkage", prepare)


def communities(resolution: float) -> Grouping:
    """Louvain communities (Blondel et al. 2008) of the graph of each row's ten nearest within the threshold.

    Edges weigh 1 minus the distance. Networkx is used, which torch brings along.

    Args:
        resolution: of modularity; more makes smaller communities.
    """

    def prepare(apart: Distances) -> At:
        closest = np.argsort(apart + np.eye(len(apart)) * 9, axis=1, kind="stable")[:, :NEIGHBOURS]
        return lambda threshold: _louvain(apart, closest, threshold, resolution)

    grid = tuple(round(step / 100, 2) for step in range(38, 78, 4))
    return Grouping(f"Louvain, resolution {resolution:g}", prepare, grid)


def _louvain(apart: Distances, closest: NDArray[np.intp], threshold: float, resolution: float) -> Labels:
    import networkx as nx  # type: ignore[import-untyped,unused-ignore]

    ends = np.stack([np.repeat(np.arange(len(apart)), closest.shape[1]), closest.ravel()], axis=1)
    ends = np.unique(np.sort(ends, axis=1), axis=0)
    ends = ends[apart[ends[:, 0], ends[:, 1]] <= threshold]
    graph = nx.Graph()
    graph.add_nodes_from(range(len(apart)))
    graph.add_weighted_edges_from((int(one), int(other), 1.0 - float(apart[one, other])) for one, other in ends)
    labels = np.empty(len(apart), dtype=np.int64)
    for number, members in enumerate(nx.community.louvain_communities(graph, resolution=resolution, seed=_SEED)):
        labels[sorted(members)] = number
    return labels
