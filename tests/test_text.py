import json
import subprocess
import sys

import pytest
from compare_splitters import GOLDEN, Result, by_line, evenhand, join, read_golden, score
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import SPLITTER, normalise, split_sentences

_PIECES = (
    "“ ” \" ' '' `` ` ´ ‘ ’ … ... . ! ? ) ( [ ] – - • Gen. U.S. p.m. No. 3 Nov. A a Smith said […] <script> &amp; &lt; &quot; "
    "&nbsp; &#8217; &shy; â€™ Ã© e\u0301 \u0301 é ﬁ \U0001f600 (Reuters)"
).split() + [
    *(" ", "  ", "\n", "\n\n", "\r\n", "\r", "\t", "\x00", "\x07", "\x85", "\x92", "\xa0", "\xad", "\u200b", "\u2028"),
    *("\u2029", "\u3000", "\ufeff", "\ufffd", "\ud800", "x" * 45, "word " * 9, "By Jane Doe", "Read more:", "BEIRUT"),
]
_TEXTS = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join) | st.text(max_size=80)
_PROSE = "The council met for two hours on Monday."


def _sentences(text: str, title: str = "") -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text, title)]


# --- the golden passages


def test_golden_boundaries_reach_the_figures_of_the_table():
    result = score(evenhand(), read_golden())
    assert result.invented == 0
    assert result.missed <= 1
    assert result.exact >= 162
    assert result.f1 >= 0.995


def test_golden_file_holds_150_different_sentences():
    passages = [json.loads(line)["passage"] for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
    sentences = [sentence for passage in passages for sentence in passage]
    assert len(sentences) >= 150
    assert len(set(map(tuple, passages))) == len(passages)
    assert all(sentence == normalise(sentence) and sentence for sentence in sentences)


def test_score_counts_invented_and_missed_boundaries():
    passages = [["One is. Two.", "Three."], ["Four.", "Five."]]
    assert join(passages[1]) == ("Four. Five.", [(0, 5), (6, 11)])
    result = score(lambda line: [(0, 7), (7, len(line))] if line.startswith("One") else [(0, len(line))], passages)
    assert result == Result(right=0, invented=1, missed=2, exact=0)
    assert by_line(lambda line: [(0, len(line))], " a \n\nb") == [(1, 2), (5, 6)]


def test_splitter_names_library_and_version():
    assert SPLITTER.startswith("sentencex 1.")
    assert "rules" in SPLITTER


# --- offsets


@given(_TEXTS, _TEXTS, st.booleans())
def test_spans_are_trimmed_ascending_and_inside(raw: str, title: str, every_line: bool):
    for text in (raw, normalise(raw)):
        end = 0
        for span in split_sentences(text, title, every_line=every_line):
            sentence = text[span.start : span.end]
            assert end <= span.start < span.end <= len(text)
            assert sentence == sentence.strip()
            assert any(map(str.isalnum, sentence))
            assert "\n" not in sentence
            assert len(sentence) <= 2000
            end = span.end


@given(_TEXTS)
def test_every_line_leaves_no_letter_out(text: str):
    spans = split_sentences(text, every_line=True)
    covered = "".join(text[span.start : span.end] for span in spans)
    assert [c for c in covered if c.isalnum()] == [c for c in text if c.isalnum()]


def test_offsets_count_characters_not_bytes():
    assert _sentences("Zoë’s café 😀 closed. Nobody came.") == ["Zoë’s café 😀 closed.", "Nobody came."]


def test_title_is_optional_and_empty_text_has_no_sentences():
    assert split_sentences("") == ()
    assert split_sentences(" \n\n ", every_line=True) == ()


def test_long_sentence_is_cut_at_blanks():
    text = "word " * 1500 + "end."
    sentences = _sentences(text)
    assert all(len(sentence) <= 2000 for sentence in sentences)
    assert " ".join(sentences) == text
    assert len(sentences) == 4


def test_line_without_blanks_is_no_prose_but_harmless():
    text = "x" * 5_000_000
    assert normalise(text) == text
    assert split_sentences(text) == ()
    assert {span.end - span.start for span in split_sentences(text, every_line=True)} == {2000}


def test_blank_of_several_bytes_before_a_stop_does_not_panic():
    text = "Il est parti\u00a0. Elle reste\u3000."
    assert [text[span.start : span.end] for span in split_sentences(text, every_line=True)] == [
        "Il est parti\u00a0.",
        "Elle reste\u3000.",
    ]


def test_long_quotation_is_split_and_a_short_one_is_not():
    short = "“We waited on the roof. Nobody came,” she said."
    assert _sentences(short) == [short]
    sentence = "We waited on the roof of the school until the water had gone and the boats had come."
    assert _sentences(f"“{' '.join([sentence] * 6)}” It was cold.") == [
        f"“{sentence}",
        *[sentence] * 4,
        f"{sentence}”",
        "It was cold.",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor left.The crowd stayed.", ["The mayor left.", "The crowd stayed."]),
        ("It fell to Rep. Dale Okafor, D-N.Y., to ask.", ["It fell to Rep. Dale Okafor, D-N.Y., to ask."]),
        ("The army left Hama. al-Bab fell next.", ["The army left Hama.", "al-Bab fell next."]),
        ("she left . he stayed .", ["she left .", "he stayed ."]),
        ("It ended. “ It was late. ” All left.", ["It ended.", "“ It was late. ”", "All left."]),
        ("Who won? Nobody.", ["Who won?", "Nobody."]),
    ],
)
def test_corrections(text: str, expected: list[str]):
    assert _sentences(text) == expected


# --- what is no prose


@pytest.mark.parametrize(
    "line",
    [
        "Read more:",
        "Read more:Council to meet again",
        "ALSO READ: Who is the new mayor?",
        "Related: Did the council lie?",
        "Share on Facebook Tweet Email",
        "Share this article via WhatsApp",
        "(Photo: Jane Doe)",
        "Image copyright Jane Doe/Agency",
        "Image caption The town hall after the storm.",
        "By Jane Doe",
        "By Jane Doe and John Roe",
        "BY JANE DOE, Political Correspondent",
        "(Reporting by Jane Doe in Oslo; Editing by J. Roe.)",
        "Reporting by Jane Doe; Editing by J. Roe Jr.",
        "04 November 2017",
        "Published: Nov. 3, 2017 at 4:05 p.m.",
        "Friday, November 3, 2017",
        "WHAT COMES NEXT?",
        "THE LONG WAIT",
        "Last hopes",
        "Council votes to shut three schools as money runs out",
        "Copyright 2017 The Paper. All rights reserved.",
        "Click here to read our newsletter.",
        "A man crosses the flooded square in Oldtown on November 2, 2017.",
        "Councillors cheer after the vote. / AFP PHOTO / JANE DOE",
        "Councillors cheer after the vote. (AP Photo/Jane Doe)",
        "A great many people were waiting for the vote to end […]",
        "* * *",
    ],
)
def test_line_that_is_no_prose_is_left_out(line: str):
    text = f"{_PROSE}\n{line}\nIt will meet again in May."
    assert _sentences(text) == [_PROSE, "It will meet again in May."]


@pytest.mark.parametrize(
    "line",
    [
        "By Monday the council had fled.",
        "Writing by hand is taught again.",
        "Share prices fell.",
        "Image is everything to him.",
        "Watch makers are on strike.",
        "Copyright law will change.",
        "The law was passed on March 3, 1998.",
        "NATO – the alliance – declined to comment.",
        "She asked: “Who pays?”",
        "The council, which had met in secret since the spring, would not say what the new bridge had cost",
        "The council gave three reasons for closing the bridge:",
        "Polls by Reuters/Ipsos put him ahead.",
    ],
)
def test_line_that_only_looks_like_furniture_is_kept(line: str):
    assert _sentences(f"{_PROSE}\n{line}") == [_PROSE, line]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("BEIRUT/ERBIL (Reuters) – The vote was close.", "The vote was close."),
        ("OSLO, Nov 3 (Reuters) - The vote was close.", "The vote was close."),
        ("Bergen (CNN) -- The vote was close.", "The vote was close."),
        ("(CNN)The vote was close.", "The vote was close."),
        ("OLDTOWN — “No,” said the mayor.", "“No,” said the mayor."),
        ("OSLO, Norway (AP) — The vote was close.", "The vote was close."),
        ("• The vote was close.", "The vote was close."),
        ("The vote was close. (Reuters)", "The vote was close."),
        ("The vote was close. (Reporting by Jane Doe; Editing by J. Roe)", "The vote was close."),
    ],
)
def test_dateline_and_credit_are_cut_off(line: str, expected: str):
    assert _sentences(f"{_PROSE}\n{line}") == [_PROSE, expected]


def test_headline_is_left_out_wherever_it_is_repeated():
    title = "Bridge falls: what we know now!"
    assert _sentences(f"{title}\n\n{_PROSE}\n\nBridge falls – what we know now", title) == [_PROSE]
    assert _sentences(title, title) == [title]


def test_long_line_without_a_stop_counts_once():
    line = (
        "Bridge falls into river as storm tears through northern valley and leaves three towns without power or water"
    )
    assert _sentences(f"{line}\n{_PROSE}\n{line}") == [line, _PROSE]


def test_text_without_any_full_stop_is_taken_as_it_is():
    assert _sentences("Bridge falls into river\nNobody hurt") == ["Bridge falls into river", "Nobody hurt"]
    assert _sentences("word") == ["word"]


def test_several_copies_of_a_story_give_its_sentences_several_times():
    text = f"Bridge falls\n\n{_PROSE}\n\nNobody was hurt."
    assert _sentences("\n\n".join([text] * 3)) == [_PROSE, "Nobody was hurt."] * 3


# --- normalise


@given(_TEXTS)
def test_normalising_twice_changes_nothing(raw: str):
    text = normalise(raw)
    assert normalise(text) == text
    assert text == text.strip()
    assert text.encode("utf-8").decode("utf-8") == text


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("cafe\u0301", "café"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\n\n \n\n\nb", "a\n\nb"),
        ("so\u00adft ze\u200bro \ufeffmark\x07", "soft zero mark"),
        ("a\u00a0b \t\u2009 c", "a b c"),
        ("``Yes,'' he said.", '"Yes," he said.'),
        ("''The city,'' he said.", '"The city," he said.'),
        ("`Yes', he said.", "'Yes', he said."),
        ("“Yes,” it’s ‘fine’", "“Yes,” it’s ‘fine’"),
        ("itâ€™s a cafÃ©", "it’s a café"),
        ("it\ufffds", "it’s"),
        ("A &amp; B&nbsp;said &quot;no&quot;", 'A & B said "no"'),
        ("<script>alert(1)</script> &amp;", "<script>alert(1)</script> &amp;"),
        ("a\ud800b", "a\ufffdb"),
        ("e\u200b\u0301", "é"),
        (" \u200b\n\ufeff ", ""),
    ],
)
def test_normalise(raw: str, expected: str):
    assert normalise(raw) == expected


def test_lines_wrapped_at_a_fixed_width_become_one():
    wrapped = (
        "The council met for two hours on Monday and\n"
        "then went home, having decided nothing at\n"
        "all about the bridge.\n\n"
        "It will meet again in May."
    )
    assert _sentences(normalise(wrapped)) == [
        "The council met for two hours on Monday and then went home, having decided nothing at all about the bridge.",
        "It will meet again in May.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The council met.\nIt decided to close the old bridge before the winter.\nNobody objected.",
        "\n".join([f"The council put off the vote on the bridge for the {count}th time." for count in range(4, 9)]),
    ],
)
def test_short_paragraphs_on_single_lines_stay_apart(text: str):
    assert normalise(text) == text


def test_text_needs_no_torch():
    code = "import sys, pipeline.text; sys.exit(bool({'torch', 'transformers'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    "dateline",
    ["PORT ALMERY, Nov. 3 (Continental Wire) - ", "WESTHAVEN, Nov. 3, 2017 — ", "BRANTWICK, 3 November (CW) – "],
)
def test_dateline_with_a_date_is_left_out(dateline: str) -> None:
    text = f"{dateline}A ferry with 130 people on board capsized on Thursday evening."
    (span,) = split_sentences(text)
    assert text[span.start : span.end].startswith("A ferry")
