"""Synthetic news: the same bytes for a seed, no slot left open, stories that are alike but for their names; its table."""

import json
import re
import tracemalloc
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice, pairwise
from pathlib import Path
from string import Formatter

import pytest

from eval.benchmarks import scale
from eval.benchmarks.synthetic import ARTICLES_A_DAY, MOST_ARTICLES, SyntheticArticle, articles, events

_MANY = 3000
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_EVERYWHERE = {"place", "region", "country", "currency", "day", "date", "part", "time"}


@pytest.fixture(scope="module")
def made() -> Sequence[SyntheticArticle]:
    return tuple(articles(_MANY))


@pytest.fixture(scope="module")
def stories(made: Sequence[SyntheticArticle]) -> dict[str, list[SyntheticArticle]]:
    found = defaultdict(list)
    for article in made:
        found[article.story].append(article)
    return found


def kind_of(story: str) -> str:
    return story.partition("-")[0]


def sentences(article: SyntheticArticle) -> list[str]:
    """Sentences of an article; a time such as 6.40 am has no blank after its point."""
    return re.split(r"(?<=[.!?])\s+", article.text)


def phrases(article: SyntheticArticle) -> set[str]:
    """Runs of three words without a capital or a digit, that is without names and figures."""
    words = article.text.split()
    runs = zip(words, words[1:], words[2:], strict=False)
    return {" ".join(run) for run in runs if all(word.strip(".,").islower() for word in run)}


def names(article: SyntheticArticle) -> set[str]:
    """Capitalised words other than at the start of a sentence, days and months left out."""
    found = {
        word.strip('.,;:"')
        for sentence in sentences(article)
        for word in sentence.split()[1:]
        if word.strip('"')[:1].isupper()
    }
    return found - set(_DAYS) - {"January", "February", "Mayor", "Minister"}


def test_same_seed_same_articles_and_another_seed_others() -> None:
    assert list(articles(300, seed=5)) == list(articles(300, seed=5))
    assert {article.text for article in articles(50, seed=5)}.isdisjoint(
        article.text for article in articles(50, seed=6)
    )


@pytest.mark.parametrize("count", [0, 1, 7, 1001])
def test_count(count: int) -> None:
    assert sum(1 for _ in articles(count)) == count


def test_ids_differ_and_dates_ascend(made: Sequence[SyntheticArticle]) -> None:
    assert len({article.id for article in made}) == _MANY
    assert all(one.published <= other.published for one, other in pairwise(made))
    span = datetime.fromisoformat(made[-1].published) - datetime.fromisoformat(made[0].published)
    assert span <= timedelta(days=_MANY / ARTICLES_A_DAY + 3)


def test_templates_know_their_slots() -> None:
    asides = {slot for aside in events().asides for slot in aside.slots}
    for aside in events().asides:
        assert {frozenset(slots(line) - _EVERYWHERE) for line in aside.fact.splitlines()} == {frozenset(aside.slots)}
        assert len(aside.fact.splitlines()) == 3
    assert len(events().kinds) >= 24
    for name, kind in events().kinds.items():
        assert not asides & set(kind.slots), name
        assert 7 <= len(kind.facts) <= 9, name
        assert all(len(set(fact.splitlines())) == 3 for fact in kind.facts), name
        used = slots("".join((*kind.facts, kind.headlines, kind.background)))
        assert set(kind.slots) <= used <= {*kind.slots, *_EVERYWHERE}, name
        for fact in kind.facts:
            own = [slots(line) - _EVERYWHERE for line in fact.splitlines()]
            assert all(one == own[0] for one in own), fact


def slots(template: str) -> set[str]:
    return {slot for _, slot, _, _ in Formatter().parse(template) if slot}


def test_every_slot_is_filled_and_lengths_hold(made: Sequence[SyntheticArticle]) -> None:
    for article in made:
        assert not set("{}|_") & set(article.title + article.text)
        assert 90 <= len(article.text.split()) <= 200
        assert all(sentence[0].isupper() or sentence[0] in '"0123456789' for sentence in sentences(article))
        assert article.title and article.source and article.published.endswith("Z")


def test_sizes_of_stories(stories: dict[str, list[SyntheticArticle]]) -> None:
    sizes = [len(members) for members in stories.values()]
    assert min(sizes) == 1 and max(sizes) <= MOST_ARTICLES
    assert 4 < sum(sizes) / len(sizes) < 6
    assert sum(size == 1 for size in sizes) > len(sizes) / 10  # skewed: many small ones
    assert sum(size > 10 for size in sizes) > len(sizes) / 25  # and a few large ones


def test_dates_fit_the_weekday_of_the_event(stories: dict[str, list[SyntheticArticle]]) -> None:
    for members in stories.values():
        moments = [datetime.fromisoformat(article.published) for article in members]
        assert max(moments) - min(moments) <= timedelta(days=3)
        named = Counter(day for article in members for day in re.findall("|".join(_DAYS), article.text))
        if named:
            (day,) = named
            assert any((moments[0] - timedelta(days=back)).strftime("%A") == day for back in range(4))


def test_some_articles_are_reprints_by_others(stories: dict[str, list[SyntheticArticle]]) -> None:
    copies = 0
    for members in stories.values():
        texts = Counter(article.text for article in members)
        copies += sum(count - 1 for count in texts.values())
        assert len({article.source for article in members}) == len(members)
    assert _MANY / 30 < copies < _MANY / 4


def test_stories_of_a_kind_share_phrases_but_not_names(stories: dict[str, list[SyntheticArticle]]) -> None:
    fires = [story for story, members in stories.items() if kind_of(story) == "fire" and len(members) > 3]
    assert len(fires) > 5
    shared_phrases, shared_names, own_names = [], [], []
    for one, other in pairwise(fires):
        left, right = stories[one], stories[other]
        shared_phrases.append(len(set.union(*map(phrases, left)) & set.union(*map(phrases, right))))
        shared_names.append(len(set.union(*map(names, left)) & set.union(*map(names, right))))
        own_names.append(len(set.union(*map(names, left))))
    assert min(shared_phrases) > 20
    assert sum(shared_names) < 0.2 * sum(own_names)


def test_a_huge_count_is_streamed() -> None:
    events()
    tracemalloc.start()
    assert len(list(islice(articles(10**12), 10))) == 10
    assert tracemalloc.get_traced_memory()[1] < 30e6
    tracemalloc.stop()


def test_table_of_scale_end_to_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "scale.json"
    scale.main(["--articles", "60", "--config", "tiny", "--out", str(out)])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3 and lines[2].startswith("| 60 |")
    written = json.loads(out.read_text(encoding="utf-8"))
    (size,) = written["sizes"]
    assert written["config"] == "tiny" and size["articles"] == 60 and size["unused"] == 0
    assert size["stories"] == len({article.story for article in articles(60)})
    assert size["peak"] > 1e8 and 0 < size["bcubed"]["f1"] <= 1


def test_a_second_run_is_measured_and_gives_the_same_bytes(tmp_path: Path) -> None:
    out = tmp_path / "scale.json"
    scale.main(["--articles", "12", "--command", "run", "--config", "tiny", "--out", str(out)])
    (size,) = json.loads(out.read_text(encoding="utf-8"))["sizes"]
    assert size["again"] > 0


def test_a_failing_command_is_told(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no such configuration"):
        scale.main(["--articles", "20", "--config", "nothing"])


def test_growth_by_hand() -> None:
    score = scale.BCubed(1.0, 1.0, 1.0)
    results = [scale.Scaled(size, 2, 2, 0, seconds, None, 10**6, score) for size, seconds in ((100, 2.0), (1000, 30.0))]
    assert list(scale.growth(results)) == ["100 to 1,000 articles (10.0 times): 15.0 times the seconds"]
    assert results[1].line() == "| 1,000 | 2 | 2 | 30.0 | - | 33 | 1 | 1.000 | 1.000 | 1.000 |"
