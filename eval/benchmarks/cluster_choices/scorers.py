"""Scorers of pairs, trained on which articles tell one story."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from eval.benchmarks.cluster_choices.signals import COSINES, Signals
from pipeline.cluster import Weights

Floats = NDArray[np.float64]

_HARD, _EASY = 15, 5  # unlike pairs drawn per article: of the most alike, and of the rest
_SEED: Final = 13
_SURE: Final = 6.0  # logits beyond are as sure as this one
_RISING: Final = frozenset((*COSINES, "rare names", "rare numbers"))
_FALLING: Final = frozenset(("other dates", "days apart"))


class Classifier(Protocol):
    """What both kinds of scorers have."""

    def predict_proba(self, rows: Floats) -> Floats:
        """Shares of both classes. *Shape:* (rows, 2)."""


@dataclass(frozen=True, slots=True)
class Scorer:
    """A classifier and the signals that it reads."""

    features: tuple[str, ...]
    classifier: Classifier

    def similarity(self, batch: Signals, *, logits: bool = True) -> Floats:
        """How sure it is that two articles tell one story, 0 to 1. *Shape:* (articles, articles).

        Args:
            batch: the articles.
            logits: on the scale of logits from -6 to 6; else of probabilities.
        """
        left, right = np.triu_indices(len(batch.far), 1)
        shares = self.classifier.predict_proba(_features(batch, self.features, left, right))[:, 1]
        if logits:
            small = np.clip(shares, 1e-9, 1 - 1e-9)
            shares = (np.clip(np.log(small / (1 - small)), -_SURE, _SURE) / _SURE + 1) / 2
        found = np.eye(len(batch.far))
        found[left, right] = found[right, left] = shares
        return found


def shipped(batch: Signals) -> Floats:
    """The similarity that ``pipeline.cluster`` uses. *Shape:* (articles, articles)."""
    weights = Weights()
    found = weights.encoder * batch.of["encoder 200"] + weights.words * batch.of["words whole"]
    return np.asarray(found + weights.names * batch.of["names"], dtype=np.float64)


def regression(sets: Sequence[Sequence[Signals]], features: tuple[str, ...]) -> Scorer:
    """Logistic regression with L2 penalty on standardised signals; every set weighs the same."""
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000))
    rows, same, weights = _training(sets, features)
    model.fit(rows, same, logisticregression__sample_weight=weights)
    return Scorer(features, model)


def boosting(sets: Sequence[Sequence[Signals]], features: tuple[str, ...]) -> Scorer:
    """Gradient boosting (Friedman 2001) that may only rise with a similarity; every set weighs the same."""
    model = HistGradientBoostingClassifier(
        max_iter=150,
        learning_rate=0.06,
        max_leaf_nodes=15,
        min_samples_leaf=100,
        l2_regularization=5,
        early_stopping=False,
        random_state=_SEED,
        monotonic_cst=[int(name in _RISING) - int(name in _FALLING) for name in features],
    )
    rows, same, weights = _training(sets, features)
    return Scorer(features, model.fit(rows, same, sample_weight=weights))


def _training(sets: Sequence[Sequence[Signals]], features: tuple[str, ...]) -> tuple[Floats, NDArray[np.bool_], Floats]:
    """Rows of pairs, whether both tell one story, and what each row weighs."""
    rows, labels, weights = [], [], []
    for batches in sets:
        for batch in batches:
            left, right, same, weight = _drawn(batch)
            rows.append(_features(batch, features, left, right))
            labels.append(same)
            weights.append(weight * 1000 / same.sum() / len(batches))
    return np.concatenate(rows), np.concatenate(labels), np.concatenate(weights)


def _drawn(batch: Signals) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_], Floats]:
    """Pairs within the window of days: all of one story, of others the most alike, and some for all the rest."""
    left, right = np.triu_indices(len(batch.far), 1)
    near = ~batch.far[left, right]
    left, right = left[near], right[near]
    stories = np.unique(batch.batch.stories, return_inverse=True)[1]
    same = stories[left] == stories[right]
    alike = shipped(batch)[left, right]
    kept = np.sort(alike)[-min(len(alike), _HARD * len(stories))]
    hard = (alike >= kept) | same
    rest = np.flatnonzero(~hard)
    some = np.random.default_rng(_SEED).choice(rest, min(len(rest), _EASY * len(stories)), replace=False)
    rows = np.concatenate([np.flatnonzero(hard), some])
    weights = np.ones(len(rows))
    weights[len(rows) - len(some) :] = len(rest) / max(1, len(some))
    return left[rows], right[rows], same[rows], weights


def _features(batch: Signals, features: Sequence[str], left: NDArray[np.int64], right: NDArray[np.int64]) -> Floats:
    return np.stack([batch.of[name][left, right] for name in features], axis=1).astype(np.float64)
