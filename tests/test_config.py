"""Settings are checked, and a mistake is answered with what would have been right."""

from pathlib import Path

import pytest

from pipeline import config
from pipeline.errors import ConfigError


def test_every_shipped_configuration_loads() -> None:
    assert "default" in config.names()
    for name in config.names():
        assert config.load(name).brief.min_words <= config.load(name).brief.max_words


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("clutser.distance=0.5", "did you mean cluster?"),
        ("cluster.distanse=0.5", "did you mean distance?"),
        ("cluster.distance=7", "less than or equal to 1"),
        ("cluster.distance", "section.key=value"),
        ("brief.min_words=200", "min_words (200) is above max_words"),
        ("stance.supports=nan", "stance.supports"),
        ("models.nli.lables=[a]", "did you mean labels?"),
        ("language.code=en", "language: Input should be a valid string"),
    ],
)
def test_mistakes_are_named(override: str, said: str) -> None:
    with pytest.raises(ConfigError) as error:
        config.load("default", [override])
    assert said in str(error.value)


def test_overrides_apply_in_order() -> None:
    read = config.load("default", ["stance.sentences=3", "stance.sentences=4", "models.nli=org/model"])
    assert read.stance.sentences == 4
    assert read.models.nli.source == "org/model"


def test_a_part_of_a_model_can_be_set_beside_its_short_form() -> None:
    read = config.load("default", ["models.nli=org/model", "models.nli.revision=abc"])
    assert (read.models.nli.source, read.models.nli.revision) == ("org/model", "abc")


def test_unknown_name_gets_the_nearest() -> None:
    with pytest.raises(ConfigError, match="did you mean default"):
        config.load("defualt")


def test_files(tmp_path: Path) -> None:
    good = tmp_path / "mine.yaml"
    good.write_text("seed: 7\n", encoding="utf-8")
    assert config.load(str(good)).seed == 7
    for content, said in (("- a\n", "a mapping"), ("a: [\n", "not readable YAML"), ("sed: 7\n", "did you mean seed?")):
        good.write_text(content, encoding="utf-8")
        with pytest.raises(ConfigError) as error:
            config.load(str(good))
        assert said in str(error.value)
        assert str(good) in str(error.value)
    with pytest.raises(ConfigError, match="no such file"):
        config.load(str(tmp_path / "none.yaml"))
