"""CNN/DailyMail stories, which FactCC and SummEval name by ``filepath`` and leave to be downloaded."""

from pathlib import Path, PurePosixPath

from eval.benchmarks.readers.files import Record, readable

_ABOVE = 4  # folders above the set's file in which the stories are looked for
_HIGHLIGHT = "@highlight"


def document_of(row: Record, path: Path) -> str:
    """A row's ``text``, or the story that its ``filepath`` names, without its highlights.

    Args:
        row: of a file that the set's own script has paired with the stories, or not yet.
        path: the set's file. The story is looked for from its folder and the three above.

    Raises:
        InputError: the row has neither a text nor a path inside these folders, or there is no such story.
    """
    if row.has("text"):
        return row.text("text")
    name = PurePosixPath(row.text("text", "filepath"))
    if name.is_absolute() or ".." in name.parts:
        raise row.fault(f"filepath {str(name)!r} leads out of the stories' folder")
    folders = list(path.resolve().parents)[:_ABOVE]
    story = next((folder / name for folder in folders if (folder / name).is_file()), None)
    if story is None:
        raise row.fault(f"no text, and no story {name} in {folders[0]} or the folders above it")
    with readable(story, row.needs):
        lines = story.read_text(encoding="utf-8").split(_HIGHLIGHT)[0].splitlines()
    document = " ".join(line.strip() for line in lines if line.strip())
    if not document:
        raise row.fault(f"the story {story} is empty")
    return document
