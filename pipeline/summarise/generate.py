"""Have a Hugging Face summariser draft a brief: what it reads is chosen before encoding, so that nothing is cut."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pipeline.config import Generate
from pipeline.errors import ModelError
from pipeline.passages import Passages

if TYPE_CHECKING:
    from pipeline.models import Loaded

_LEAST_ROOM = 32  # tokens of text, below which a model reads too little to summarise


@dataclass(frozen=True, slots=True)
class Texts:
    """Drafts of a brief, best first; ``left_out`` counts the sentences that no room was left for, wire copies aside."""

    drafts: tuple[str, ...]
    left_out: int


def generate(writer: "Loaded", passages: Passages, worth: NDArray[np.float64], settings: Generate) -> Texts:
    """Draft a brief from as much of a story as the model reads at once.

    Sentences of the most worth go in first, of a wire text one copy; those chosen are read in the order of their
    articles, which are set apart by ``settings.separator``. With ``settings.long`` "map" a story that does not fit is
    drafted in parts, and the brief from those drafts.

    Args:
        writer: from ``models.load_writer``.
        passages: the story's sentences.
        worth: of each sentence. *Shape:* (sentences,).
        settings: prompt, separator, beams, lengths.

    Raises:
        ModelError: the prompt leaves no room for text.
    """
    room = _room(writer, settings)
    sizes = np.array(_count(writer, [f"{sentence.text} " for sentence in passages.sentences]), dtype=np.int64)
    apart = max(_count(writer, [_separator(writer, settings)])) + 1
    rows = _once(passages)
    if settings.long == "map" and int(sizes[rows].sum()) + apart * len(passages.articles) > room:
        return _mapped(writer, passages, rows, sizes, room - apart, settings)
    chosen = fitting(rows, worth, sizes, passages.owner, room, apart)
    return Texts(_write(writer, _articles(passages, chosen), settings), len(rows) - len(chosen))


def fitting(
    rows: Sequence[int],
    worth: NDArray[np.float64],
    sizes: NDArray[np.int64],
    owner: NDArray[np.int64],
    room: int,
    apart: int,
) -> list[int]:
    """Choose the rows of the most worth that fit; each article gets its best one before any gets a second.

    Args:
        rows: that may be chosen.
        worth: of each sentence. *Shape:* (sentences,).
        sizes: tokens of each. *Shape:* (sentences,).
        owner: article of each. *Shape:* (sentences,).
        room: tokens at hand.
        apart: tokens that each article takes beside its sentences.

    Returns:
        Chosen rows, ascending.
    """
    order = sorted(rows, key=lambda row: (-worth[row], row))
    firsts = [
        next(row for row in order if owner[row] == number) for number in sorted({int(owner[row]) for row in rows})
    ]
    firsts.sort(key=lambda row: (-worth[row], row))
    chosen: list[int] = []
    used = 0
    for row in [*firsts, *(row for row in order if row not in firsts)]:
        cost = int(sizes[row]) + (0 if any(owner[one] == owner[row] for one in chosen) else apart)
        if used + cost <= room:
            chosen.append(row)
            used += cost
    return sorted(chosen)


def _once(passages: Passages) -> list[int]:
    """Rows without later copies of the same wire text."""
    seen: set[int] = set()
    rows = []
    for row, group in enumerate(passages.wire.tolist()):
        if group not in seen:
            seen.add(group)
            rows.append(row)
    return rows


def _mapped(
    writer: "Loaded",
    passages: Passages,
    rows: Sequence[int],
    sizes: NDArray[np.int64],
    room: int,
    settings: Generate,
) -> Texts:
    parts: list[list[int]] = [[]]
    for row in rows:
        if parts[-1] and int(sizes[[*parts[-1], row]].sum()) > room:
            parts.append([])
        if int(sizes[row]) <= room:
            parts[-1].append(row)
    parts = [part for part in parts if part]
    drafts = [_write(writer, _articles(passages, part), settings)[0] for part in parts]
    lengths = _count(writer, [f"{draft} " for draft in drafts])
    fit = max(1, int((np.cumsum(lengths) <= room).sum()))
    left_out = len(rows) - sum(map(len, parts[:fit]))
    return Texts(_write(writer, [" ".join(drafts[:fit])], settings) if len(drafts) > 1 else tuple(drafts), left_out)


def _articles(passages: Passages, rows: Sequence[int]) -> list[str]:
    owners = sorted({int(passages.owner[row]) for row in rows})
    return [
        " ".join(passages.sentences[row].text for row in rows if passages.owner[row] == number) for number in owners
    ]


def _write(writer: "Loaded", articles: Sequence[str], settings: Generate) -> tuple[str, ...]:
    """Drafts from texts that fit together, best first; the same input gives the same drafts."""
    import torch

    inputs = _inputs(writer, articles, settings)
    drafts = min(settings.drafts, settings.beams)
    with torch.inference_mode(), torch.autocast(writer.device.type, torch.bfloat16, enabled=writer.bf16):
        found = writer.model.generate(
            **inputs,
            do_sample=False,
            num_beams=settings.beams,
            num_return_sequences=drafts,
            max_new_tokens=settings.max_tokens,
            no_repeat_ngram_size=settings.no_repeat,
        )
    if not writer.model.config.is_encoder_decoder:
        found = found[:, inputs["input_ids"].shape[1] :]
    texts = writer.tokenizer.batch_decode(found, skip_special_tokens=True)
    return tuple(dict.fromkeys(" ".join(text.replace("<n>", "\n").split()) for text in texts))


def _inputs(writer: "Loaded", articles: Sequence[str], settings: Generate) -> dict[str, Any]:
    text = _separator(writer, settings).join(articles)
    if not writer.model.config.is_encoder_decoder:
        asked = [{"role": "user", "content": settings.prompt.replace("{articles}", text)}]
        encoded = writer.tokenizer.apply_chat_template(
            asked, add_generation_prompt=True, return_tensors="pt", return_dict=True
        )
        return {key: encoded[key].to(writer.device) for key in ("input_ids", "attention_mask")}
    encoded = writer.tokenizer(f"{settings.prefix}{text}", return_tensors="pt", verbose=False)
    inputs = {key: encoded[key].to(writer.device) for key in ("input_ids", "attention_mask")}
    if writer.model.config.model_type == "led":
        # LED and PRIMERA look everywhere from the first token and from each document's separator.
        focus = inputs["input_ids"].new_zeros(inputs["input_ids"].shape)
        focus[:, 0] = 1
        separator = writer.tokenizer.convert_tokens_to_ids(settings.separator.strip())
        if separator is not None and separator != writer.tokenizer.unk_token_id:
            focus[inputs["input_ids"] == separator] = 1
        inputs["global_attention_mask"] = focus
    return inputs


def _separator(writer: "Loaded", settings: Generate) -> str:
    """The configured separator, where it is one token of the model's; else a paragraph's end."""
    token = settings.separator.strip()
    known = token and writer.tokenizer.convert_tokens_to_ids(token) not in {None, writer.tokenizer.unk_token_id}
    return f" {token} " if known else "\n\n"


def _room(writer: "Loaded", settings: Generate) -> int:
    """Tokens of article text that the model reads beside all else."""
    empty = int(_inputs(writer, [""], settings)["input_ids"].shape[1])
    answer = 0 if writer.model.config.is_encoder_decoder else settings.max_tokens
    room = writer.window - empty - answer
    if room < _LEAST_ROOM:
        raise ModelError(
            f"models.summariser {writer.info.source}: it reads {writer.window} tokens, of which prompt and answer "
            f"leave {max(room, 0)} for text; shorten generate.prompt or generate.max_tokens"
        )
    return room


def _count(writer: "Loaded", texts: Sequence[str]) -> list[int]:
    return [len(ids) for ids in writer.tokenizer(list(texts), add_special_tokens=False, verbose=False)["input_ids"]]
