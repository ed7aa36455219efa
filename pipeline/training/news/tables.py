"""Words that can be exchanged in a sentence: what turns its meaning, what weakens or strengthens it, what keeps it."""

# Each pair is used both ways and makes a contradiction.
OPPOSITES = """
rise fall|rises falls|rose fell|rising falling|risen fallen|increase decrease|increases decreases|increased decreased
increasing decreasing|gain loss|gains losses|gained lost|up down|higher lower|high low|highest lowest|growth decline
grow shrink|grew shrank|growing shrinking|win lose|wins loses|won lost|winning losing|winner loser|victory defeat
victories defeats|accept reject|accepts rejects|accepted rejected|accepting rejecting|approve reject|approved rejected
approves rejects|approval rejection|support oppose|supports opposes|supported opposed|supporting opposing
supporters opponents|supporter opponent|support opposition|allow ban|allows bans|allowed banned|allowing banning
permit forbid|permitted forbidden|legal illegal|lawful unlawful|guilty innocent|convicted acquitted
conviction acquittal|confirm deny|confirms denies|confirmed denied|confirming denying|admit deny|admits denies
admitted denied|open close|opens closes|opened closed|opening closing|open closed|start end|starts ends|started ended
begin end|begins ends|began ended|beginning end|join leave|joins leaves|joined left|enter leave|entered left
arrive depart|arrived departed|arrival departure|buy sell|buys sells|bought sold|buying selling|buyer seller
buyers sellers|borrow lend|early late|earlier later|before after|first last|old new|older younger|oldest youngest
young old|rich poor|success failure|successful unsuccessful|succeed fail|succeeded failed|possible impossible
likely unlikely|safe dangerous|safe unsafe|strong weak|stronger weaker|strengthen weaken|strengthened weakened
better worse|best worst|good bad|positive negative|praise criticise|praised criticised|praised criticized
praises criticizes|praising criticizing|praise criticism|love hate|loved hated|alive dead|survived died|survive die
born died|healthy sick|injured unhurt|saved killed|rescued abandoned|found lost|remember forget|public private
domestic foreign|national local|internal external|male female|man woman|men women|boy girl|boys girls|son daughter
sons daughters|father mother|brother sister|brothers sisters|husband wife|king queen|uncle aunt|his her|north south
northern southern|east west|eastern western|inside outside|above below|top bottom|more less|more fewer|most least
many few|majority minority|always never|everyone nobody|everything nothing|all none|full empty|heavy light|large small
larger smaller|largest smallest|big small|bigger smaller|biggest smallest|long short|longer shorter|longest shortest
fast slow|faster slower|near far|wide narrow|deep shallow|hot cold|warm cold|warmer colder|wet dry|hard easy
difficult easy|cheap expensive|free paid|expand cut|expanded cut|raise lower|raised lowered|raises lowers
raising lowering|raise cut|raised cut|boost cut|add remove|added removed|create destroy|created destroyed
build demolish|built demolished|hire fire|hired fired|appointed dismissed|agree disagree|agreed refused|agrees refuses
agreed disagreed|agreement disagreement|peace war|friend enemy|ally rival|allies rivals|attack defend
attacked defended|attacks defends|advance retreat|advanced retreated|send receive|sent received|give take|gave took
given taken|push pull|pushed pulled|lead trail|leads trails|led trailed|ahead behind|presence absence|present absent
include exclude|includes excludes|included excluded|including excluding|keep drop|kept dropped|maintain abandon
maintained abandoned|continue stop|continues stops|continued stopped|resume suspend|resumed suspended
encourage discourage|encouraged discouraged|optimistic pessimistic|hope fear|hopes fears|hoped feared|single married
married divorced|day night|morning evening|spring autumn|summer winter|liberal conservative|democrat republican
democrats republicans|democratic republican|senate house|upper lower|voluntary mandatory|temporary permanent
temporarily permanently|partly fully|partially completely|rarely often|seldom frequently|unanimously narrowly
directly indirectly|employed unemployed|employer employee|teacher student|teachers students|doctor patient
doctors patients|landlord tenant|prosecutors defendants|plaintiff defendant|victim attacker|victims attackers
import export|imports exports|imported exported|surplus deficit|profit loss|profits losses|supply demand
ceasefire offensive|arrested released|detained freed|jailed freed|imprisoned released|captured freed|upheld overturned
uphold overturn|upholds overturns|blocked allowed|block allow|blocks allows|delayed accelerated|delay accelerate
postponed brought_forward|cancelled confirmed|canceled confirmed|withdrew submitted|withdraw submit|resigned stayed
resign stay|remain leave|remained left|retained scrapped|passed failed|passes fails|at_least at_most
more_than less_than|more_than fewer_than|up_to at_least|no_longer still|failed_to managed_to|refused_to agreed_to
with without|for against|both neither|ahead_of behind|in_favor_of against|in_favour_of against|as_well_as instead_of
because_of despite
"""

# Left -> right claims more than was said: the premise neither gives nor denies it.
STRONGER = """
may>will|might>will|could>will|may have>did|might have>did|could have>must have|expected to>certain to
likely to>certain to|is expected to>has agreed to|are expected to>have agreed to|plans to>has managed to
plan to>have managed to|planned to>managed to|hopes to>has managed to|hope to>have managed to|hoped to>managed to
wants to>has managed to|want to>have managed to|wanted to>managed to|intends to>has managed to|aims to>has managed to
tries to>manages to|tried to>managed to|trying to>managing to|attempted to>managed to|attempting to>managing to
seeking to>managing to|seeks to>has managed to|sought to>managed to|threatened to>managed to|vowed to>managed to
allegedly>undoubtedly|reportedly>certainly|apparently>certainly|possibly>certainly|perhaps>certainly
accused of>convicted of|suspected of>convicted of|charged with>convicted of|suspected>proven|alleged>proven
proposed>approved|proposes>approves|considering>approving|considered>approved|suggested>proved|suggests>proves
believes>has shown|believe>have shown|claims>has shown|claimed>showed|called for>secured|calls for>has secured
calling for>securing|demanded>obtained|asked for>obtained|requested>obtained|some>all|several>all|many>all|most>all
often>always|sometimes>always|usually>always|one of the>the only|part of>all of|a few>most|urged>ordered|urges>orders
asked>forced|encouraged>forced|draft>final|linked to>caused by|associated with>caused by|helped>was the only one who
can>must|should>must|could face>faces
"""

# Both ways; the meaning stays, so that a changed word alone does not tell a fault.
SAME = """
said stated|says states|nearly almost|around approximately|more_than over|began started|begin start|begins starts
children kids|big large|biggest largest|help assist|helped assisted|buy purchase|bought purchased|however yet|also too
percent per_cent|shows demonstrates|showed demonstrated|attempt try|attempted tried|attempts efforts|needs requires
needed required|received got|ended concluded|killed slain|died passed_away|injured hurt|film movie|films movies
car vehicle|cars vehicles|talks negotiations|deal agreement|law legislation|cops police_officers|doctors physicians
doctor physician|told informed|asked requested|huge enormous|quickly rapidly|wrong incorrect|ill sick|whole entire
fast quick|choose pick|chosen picked|answer reply|answered replied|keep retain|kept retained|happened occurred
happens occurs|built constructed|build construct|rescue save|rescued saved|hid concealed|allow permit
allowed permitted|allows permits|despite in_spite_of|tried attempted|blamed faulted|reportedly according_to_reports
previously earlier|currently now|two_years 24_months|one_year 12_months|a_week seven_days|u.s. united_states
uk united_kingdom|u.n. united_nations|eu european_union|won't will_not|didn't did_not|can't cannot|isn't is_not
wasn't was_not|aren't are_not|weren't were_not|doesn't does_not|don't do_not|hasn't has_not|haven't have_not
couldn't could_not|wouldn't would_not|shouldn't should_not|2 two|3 three|4 four|5 five|6 six|7 seven|8 eight|9 nine
10 ten|11 eleven|12 twelve
"""

MONTHS = tuple("january february march april may june july august september october november december".split())
WEEKDAYS = tuple("monday tuesday wednesday thursday friday saturday sunday".split())
NUMBERS = tuple("two three four five six seven eight nine ten eleven twelve".split())


def both_ways(table: str) -> dict[str, tuple[str, ...]]:
    """Read a table of pairs, words of a side joined by underscores; each side leads to the other."""
    found: dict[str, list[str]] = {}
    for entry in _entries(table):
        left, right = (side.replace("_", " ") for side in entry.split(" "))
        found.setdefault(left, []).append(right)
        found.setdefault(right, []).append(left)
    return {word: tuple(others) for word, others in found.items()}


def one_way(table: str) -> dict[str, tuple[str, ...]]:
    """Read a table of ``left>right`` entries."""
    return {left: (right,) for left, right in (entry.split(">") for entry in _entries(table))}


def _entries(table: str) -> list[str]:
    return table.strip().replace("\n", "|").split("|")
