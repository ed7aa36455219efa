"""Words in context -> a probability per word and class, by a token classifier on the encoder."""

from collections.abc import Sequence

import torch

from pipeline.arrays import Shares
from pipeline.models import Loaded
from pipeline.packing import run_alike
from pipeline.pairing import padded_width
from pipeline.windows import Part, Window, by_word, window_of


def tag(tagger: Loaded, windows: Sequence[Window], *, tokens: int = 8192) -> list[Shares]:
    """Probability of each class for each word; classes do not exclude each other.

    Args:
        tagger: from ``models.load_tagger``.
        windows: any number, also none.
        tokens: padded size of a batch.

    Returns:
        One array per window. *Shape:* (words, classes).
    """
    found: dict[int, Shares] = {}

    def work(batch: list[int]) -> None:
        some = [windows[row] for row in batch]
        inputs = {name: value.to(tagger.device) for name, value in tensors(some).items()}
        shares = torch.sigmoid(tagger.model(**inputs).logits.float()).cpu().numpy()
        found.update((row, shares[place, list(windows[row].places)]) for place, row in enumerate(batch))

    widths, budget = [padded_width(len(window.ids)) for window in windows], tagger.batch_tokens(tokens)
    with torch.inference_mode(), torch.autocast(tagger.device.type, torch.bfloat16, enabled=tagger.bf16):
        # Batched with its like only, a window has the same shares in any company.
        run_alike(widths, budget, work, tagger.info.source)
    return [found[row] for row in range(len(windows))]


def tag_texts(tagger: Loaded, texts: Sequence[str], *, unread: float, tokens: int = 8192) -> list[Shares]:
    """``tag`` each text in a window of its own.

    Args:
        tagger: from ``models.load_tagger``.
        texts: any number, also none.
        unread: what the words get that a window has no room for.
        tokens: padded size of a batch.

    Returns:
        One array per text, a row for each of ``words_of``. *Shape:* (words, classes).
    """
    windows = [window_of(tagger.tokenizer, [Part(text, 0, closes=True)], tagger.window) for text in texts]
    found = tag(tagger, windows, tokens=tokens)
    return [by_word(*row, unread) for row in zip(texts, windows, found, strict=True)]


def tensors(windows: Sequence[Window]) -> dict[str, torch.Tensor]:
    """A model's input for windows, padded alike. *Shapes:* (windows, tokens)."""
    width = padded_width(max(len(window.ids) for window in windows))
    ids, segments, mask = (torch.zeros((len(windows), width), dtype=torch.long) for _ in range(3))
    for row, window in enumerate(windows):
        size = len(window.ids)
        ids[row, :size] = torch.tensor(window.ids)
        segments[row, :size] = torch.tensor(window.segments)
        mask[row, :size] = 1
    return {"input_ids": ids, "token_type_ids": segments, "attention_mask": mask}
