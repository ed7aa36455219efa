"""Fine-tuned weights kept as differences of low rank from those they began with (the form of LoRA, Hu et al. 2021)."""

from collections.abc import Mapping

import torch

Weights = Mapping[str, torch.Tensor]

_LEFT, _RIGHT = ".left", ".right"


def squeezed(weights: Weights, base: Weights, rank: int) -> dict[str, torch.Tensor]:
    """Replace matrices by the best differences of ``rank`` (Eckart and Young 1936); drop what is as it was.

    Args:
        weights: fine-tuned, by name.
        base: those it began with; a name that is not among them is kept whole, as are vectors.
        rank: at least 1.
    """
    kept: dict[str, torch.Tensor] = {}
    for name, weight in weights.items():
        if name not in base or weight.ndim != 2:
            kept[name] = weight
        elif not torch.equal(weight, base[name]):
            left, values, right = torch.linalg.svd(weight - base[name], full_matrices=False)
            kept[name + _LEFT] = left[:, :rank] * values[:rank]
            kept[name + _RIGHT] = right[:rank]
    return kept


def restored(kept: Weights, base: Weights) -> dict[str, torch.Tensor]:
    """What ``squeezed`` took apart; names that only ``base`` has are as they were there.

    Raises:
        KeyError: a difference without its other half, or from a weight that ``base`` lacks.
    """
    weights = {name: weight.float() for name, weight in base.items()}
    for name, weight in kept.items():
        if name.endswith(_LEFT):
            whole = name.removesuffix(_LEFT)
            weights[whole] = base[whole].float() + weight.float() @ kept[whole + _RIGHT].float()
        elif not name.endswith(_RIGHT):
            weights[name] = weight.float()
    return weights
