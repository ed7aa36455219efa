"""Figures and names as readers see them."""

from eval.results import Item, Result

UNSCORED = "not computable"
# Names of the metrics in groups, in the order of a report; a metric that stands in none comes last.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Briefs",
        ("consistency", "consistency_second", "consistency_score", "consistency_maximum", "coverage",
         "key_fact_precision", "restraint", "citation_recall", "citation_precision", "neutrality", "loaded_recall",
         "balance", "rouge1", "rouge2", "rougeL"),
    ),
    (
        "Stances",
        ("stance_macro_f1", "stance_accuracy", "stance_fnc", "stance_f1_supports", "stance_f1_refutes",
         "stance_f1_mixed", "stance_f1_not_stated", "stance_calibration"),
    ),
    ("Disputes", ("dispute_precision", "dispute_recall", "dispute_restraint")),
    ("Stories", ("cluster_bcubed_f1", "cluster_pairwise_f1", "cluster_ari")),
    (
        "The judge itself",
        ("candidate_auroc", "candidate_auroc_maximum", "candidate_auroc_second", "candidate_balanced_accuracy",
         "candidate_balanced_accuracy_second", "candidate_ranking", "candidate_calibration", "judges_agree",
         "judges_kappa", "alpha_stances", "alpha_candidates"),
    ),
)  # fmt: skip
DETECTED, PERTURBED = "detected_", "perturbation_"


def number(value: float | None) -> str:
    """Three decimals, or a dash."""
    return "–" if value is None else f"{value:.3f}"


def interval(result: Result) -> str:
    """``[0.703, 0.721]``, or nothing."""
    return "" if result.low is None or result.high is None else f"[{result.low:.3f}, {result.high:.3f}]"


def group_of(name: str) -> str:
    """The heading that a metric stands under."""
    for heading, names in GROUPS:
        if name in names:
            return heading
    return "Kinds of error" if name.startswith((DETECTED, PERTURBED)) else "Others"


def worst(items: tuple[Item, ...], most: int) -> list[Item]:
    """The cases that are wrong, worst first, ties by id."""
    wrong = [item for item in items if item.loss is not None and item.loss >= 0.5 and item.unscored is None]
    return sorted(wrong, key=lambda item: (-(item.loss or 0.0), item.id))[:most]


# Metrics whose cases are worth showing, and what to call them.
CASES: tuple[tuple[str, str], ...] = (
    ("consistency", "Brief sentences that the articles may not say"),
    ("coverage", "Facts that a brief leaves out"),
    ("restraint", "Statements that a brief must not make"),
    ("citation_precision", "Citations that do not carry their sentence"),
    ("stance_macro_f1", "Stances"),
    ("dispute_precision", "Disputes that are none"),
    ("dispute_recall", "Disputes that were missed"),
    ("cluster_bcubed_f1", "Articles in the wrong story"),
    ("candidate_auroc", "Labelled sentences that the score gets wrong"),
    ("perturbation_detected", "Wrong words that the score does not see"),
)
