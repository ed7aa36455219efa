"""The last layer of a BERT classifier for its first token alone: of the others nothing is read after it."""

import copy
from typing import Any

import torch
from torch import nn
from transformers import BertForSequenceClassification


class FirstTokenLayer(nn.Module):
    """A layer that gives the state of the first token only, as the whole layer would give it.

    The other tokens give keys and values, but no query and no feed-forward part: a seventh of the work of six layers.
    What is left is so little that it is done in float32, where how many rows there are changes next to nothing.
    """

    def __init__(self, layer: Any) -> None:
        super().__init__()
        self.layer = layer
        self.exact = copy.deepcopy(layer).float()

    def forward(
        self, hidden_states: torch.Tensor, attention_mask: torch.Tensor | None = None, *_: object, **__: object
    ) -> torch.Tensor:
        """States of the first token.

        Args:
            hidden_states: *Shape:* (rows, tokens, width).
            attention_mask: added to the attention's scores, or true where a token is looked at. *Shape:* (rows, 1,
                tokens, tokens).

        Returns:
            *Shape:* (rows, 1, width).
        """
        first, whole, exact = hidden_states[:, :1].float(), self.layer.attention.self, self.exact.attention
        query = _heads(exact.self.query(first), whole)
        key, value = (_heads(part(hidden_states), whole).float() for part in (whole.key, whole.value))
        mask = attention_mask if attention_mask is None else attention_mask[:, :, :1]
        mask = mask.float() if mask is not None and mask.is_floating_point() else mask
        said = nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        own = exact.output(said.transpose(1, 2).reshape(first.shape), first)
        return self.exact.feed_forward_chunk(own).to(hidden_states.dtype)  # type: ignore[no-any-return]


def read_first_token(model: Any) -> None:
    """Have the last layer of a BERT classifier work for its first token alone; other models stay as they are.

    Such a classifier reads nothing but the first token's state (Devlin et al. 2019, section 3.2).
    """
    layers = _layers(model)
    if layers is not None and not isinstance(layers[-1], FirstTokenLayer):
        layers[-1] = FirstTokenLayer(layers[-1])


def read_every_token(model: Any) -> None:
    """Undo ``read_first_token``."""
    layers = _layers(model)
    if layers is not None and isinstance(layers[-1], FirstTokenLayer):
        layers[-1] = layers[-1].layer


def reads_first_token(model: Any) -> bool:
    """Whether the last layer works for the first token alone."""
    layers = _layers(model)
    return layers is not None and isinstance(layers[-1], FirstTokenLayer)


def _layers(model: Any) -> Any:
    """Those of a BERT classifier; None for any other model."""
    return model.bert.encoder.layer if isinstance(model, BertForSequenceClassification) else None


def _heads(states: torch.Tensor, attention: Any) -> torch.Tensor:
    """*Shape:* (rows, tokens, width) to (rows, heads, tokens, width of a head)."""
    return states.view(*states.shape[:-1], -1, attention.attention_head_size).transpose(1, 2)
