"""Words that names are judged by: titles, ordinary sentence openers, country adjectives and common aliases.

The sentence openers were chosen by counting words of news that open sentences and are elsewhere mostly lower case.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

# Titles are no part of a name; several in a row ("Vice President", "Lt. Gen.") are all dropped.
TITLES: Final = frozenset(
    """
    gen general col colonel lt lieutenant maj major capt captain cpl corporal sgt sergeant cmdr commander adm admiral
    brig brigadier marshal pm mp mps ceo president vice prime minister premier chancellor secretary foreign defence
    defense interior finance deputy mr mrs ms miss mx dr doctor prof professor sir dame lord lady sheikh shaikh sheik
    king queen prince princess crown emperor pope cardinal archbishop bishop rev reverend father imam ayatollah mullah
    rabbi judge justice sen senator rep representative congressman congresswoman gov governor mayor ambassador
    spokesman spokeswoman spokesperson detective inspector constable superintendent sheriff chief officer agent
    attorney director chairman chairwoman leader speaker coach manager the former acting late executive commissioner
    senior adviser advisor analyst correspondent aide
    """.split()
)
# Titles that also open names ("Foreign Office", "Justice Department"): dropped only before a name of a person.
SOFT_TITLES: Final = frozenset(
    """
    acting agent attorney bishop cardinal chief coach crown defence defense deputy director father finance foreign
    former general interior judge justice king lady late leader lord major manager marshal minister miss officer
    executive president prime prince princess queen secretary speaker supreme vice premier senior
    """.split()
)
# What follows a soft title where it is no title.
INSTITUTIONS: Final = frozenset(
    """
    regiment department ministry office assembly council court motors electric union agency staff service house party
    bank fund committee force forces guard mills hospital relations affairs policy league palace cup city street prize
    airport university college video times election elections leaders championship group corps
    """.split()
)
# Never part of a name at its front; a capital there only opens a sentence or a headline.
FUNCTION: Final = frozenset(
    """
    the a an in on at by for from of to with without as and but or nor if when while after before since until although
    though because despite during under over among amid between meanwhile however also both then there here this that
    these those he she it we they his her its our their my your i you what who whom whose why how where which
    according former late acting yesterday today tomorrow tonight is are was were be been has have had do does did
    will would could can should not no yes many some most all several few other others another more one two three four
    five six seven eight nine ten dozens hundreds thousands millions about around nearly almost against into onto upon
    via per so such than once only even just still yet now i'm i've i'll i'd it's he's she's that's they're we're
    you're don't didn't let's there's what's inside outside across along behind beyond through throughout toward
    towards like unlike near up down out off each every either neither any earlier later last next first second third
    finally instead therefore thus hence moreover
    """.split()
)

OPENERS: Final = frozenset(
    """
    ability able about above abroad absolutely according accordingly across act acting activists actually add adding
    additional additionally advertisement after afterward afterwards again against agencies ahead aid air all almost
    alone along already also alternatively although altogether always amid among amongst an analysis analysts and
    annual another answers anti any anybody anyone anything anyway apart apparently appearing are armed around arrests
    arriving as aside ask asked asking assisted at attackers attacks attempt attorneys authorities average away back
    backed banks barely based basically be bear because become been before begin beginning behind being below beneath
    beside besides best better between beyond big bombs both boys break breaking brief bring bringing building
    buildings built businesses but buy by call called calling calls campaigners can can't candidates captain caption
    care cars case cases cash celebrations census certain certainly chairman change changes charges check chief
    children cities citing citizens civil civilians claim claims clashes clear clearly click climate close coaches
    come coming commanders comment commuters companies compared conceded concerns conditions congratulations consider
    considering consumers contact continue contrary convoys corner could council councillors countries courts create
    credit crews criminal critics crowds currently customers daily data dead death deaths debate demonstrators
    depending describing despite details detectives did didn't diplomats doctors documents does doesn't doing don't
    donors dozens dressed driven drivers drones drugs due during each earlier early economists editor efforts eight
    eighteen either elected elections elsewhere emergency employees employers engineers enough entire equally
    especially even eventually ever every everybody everyone everything evidence exactly except experts explosions
    failure families famous fans far farmers fears federal fellow few fewer fifteen fifth fifty fighters fighting
    figures film final finally financial find finding fire firefighters first five flames floods follow following for
    forces foreign former formerly forty foul four fourteen fourth free frequently fresh friends from frustrated fuel
    full fully funding further furthermore games generally get getting girls give given global go going gone good
    government governments great greater ground growth guests gunfire gunmen had half hardly has have haven't having
    he he'd he'll he's heading headlines health heavy help helped helping hence her here here's hers hi high higher
    him his historically hold home honestly hope hopefully hospitals hostages hours households how how's however human
    hundreds hurt i'd i'll i'm i've if im image imagine immediately immigrants immigration important in include
    including increasingly indeed independent industry inflation information initial initially injured inside instead
    insurers insurgents intelligence interest international into investigation investigators investors ironically is
    isn't it it'll it's its itself jets jobs join journalists judges jurors just keep key kids killing know knowing
    known land large largely last late lately later latest law lawmakers lawyers lead leaders leading learn learning
    least leave leaving led left legal less let let's life like likely likewise listen little live lives living local
    long look looking low lower luckily made mainly major make makers making male manufacturing many market markets
    married maybe me meaning meanwhile media medical medics meet members men might militants military millions
    ministers ministries missing moderate money months more moreover morning mosques most mostly mothers motorists
    mourners moving mr mrs ms much multiple must my myself namely names national nationwide near nearby nearly
    negotiations negotiators neighbors neighbours neither never nevertheless new newly news next nice nine nineteen
    ninety no nobody non none nonetheless nor normal normally not notably note nothing notwithstanding now nowhere
    numbers numerous nurses obviously of off offering officers officials offside often oh oil ok okay old on once one
    ones online only open opening opinion opponents opposition or organisers organizers originally other others
    otherwise our out outside over overall overnight owners parents part participants parties partly partners
    passengers passing past patients pay peace people per perhaps personally photo photograph photos picture pictured
    pilots planes plans play players please plenty plus point police policy politically politicians polls poor
    population possibly power powerful preliminary pressed presumably previous previously prices prior prison pro
    probably producers production profits prosecutors protesters protests provided providing public published pupils
    push put putting quarterly questions quick quickly quite rain raising rates rather read readers real really rebels
    recent recently records referring refugees regarding regardless regional registered regulators related relations
    relatives reliable religious remarkably remember repeated replacements report reportedly reporters reporting
    reports rescue rescuers research researchers residents responding rest results retail retired revenue right rights
    rising roads rockets roughly running sadly said sales same saying says schools scientists scores scroll search
    second secondly security see seeing seen select senators send senior separately serious seven seventeen seventy
    several severe shares she she'd she'll she's shelling shipping ships shoppers shops short shortly should show
    showing shown side sign signs similar similarly simply since six sixteen sixth sixty slowly small smaller snipers
    so social soldiers some somebody somehow someone something sometimes somewhat somewhere soon sorry sources
    speaking special specifically spectators speculation spending spokesman spokeswoman sports staff standing stars
    start started starting state statement states statistics still stocks stop stories strangely street strikes strong
    students studies studying subsequently substitution such suddenly supplies support supporters supposedly sure
    surely surgeons surprisingly survivors suspects take taken takes taking talks tanks tax taxes teachers team teams
    technically teenagers ten tens tensions terrorists testing thank thankfully thanks that that's the their theirs
    them then there there's thereafter therefore these they they'd they'll they're they've things think third thirdly
    thirteen thirty this those though thousands threats three through throughout thus ticket time times to today
    together tomorrow tonight too top total totally tourists towards trade trading traditionally traffic train
    training trains travel travelers travellers treatment tribal troops trucks true trust try trying turning twelve
    twenty twice two typically ultimately under undoubtedly unemployment unfortunately unions unknown unless unlike
    unsurprisingly until up update updated upon use used users using usually vehicles very veterans victims video
    videos villagers villages violence virtually visit visitors volunteers vote voters voting wages wait want war
    warning warplanes was watch watching water we we'd we'll we're we've weapons weather week weekly well were what
    what's whatever when whenever where whereas wherever whether which whichever while who who's whoever whole whom
    whose why will win winds winners winning with within without witnesses women won't words work workers working
    world worldwide would writing written wrong year years yes yesterday yet you you'd you'll you're you've young
    younger your yours youth youths zero
    """.split()
)

# Adjective or people -> country, as folded tokens; "-s" plurals are tried as well.
_DEMONYMS: Final = """
    afghan=afghanistan afghani=afghanistan albanian=albania algerian=algeria argentine=argentina argentinian=argentina
    armenian=armenia australian=australia austrian=austria azerbaijani=azerbaijan azeri=azerbaijan bahraini=bahrain
    bangladeshi=bangladesh belarusian=belarus belgian=belgium bolivian=bolivia bosnian=bosnia brazilian=brazil
    bulgarian=bulgaria burmese=myanmar burma=myanmar cambodian=cambodia cameroonian=cameroon canadian=canada
    chadian=chad chilean=chile chinese=china colombian=colombia congolese=congo croatian=croatia croat=croatia
    cuban=cuba cypriot=cyprus czech=czechia kyiv=kiev dane=denmark danish=denmark dutch=netherlands
    dutchman=netherlands ecuadorian=ecuador egyptian=egypt emirati=uae english=england englishman=england
    eritrean=eritrea estonian=estonia ethiopian=ethiopia european=europe finnish=finland finn=finland french=france
    frenchman=france gambian=gambia georgian=georgia german=germany ghanaian=ghana greek=greece guatemalan=guatemala
    haitian=haiti honduran=honduras hungarian=hungary icelandic=iceland indian=india indonesian=indonesia iranian=iran
    iraqi=iraq irish=ireland irishman=ireland israeli=israel italian=italy ivorian=ivory-coast jamaican=jamaica
    japanese=japan jordanian=jordan kazakh=kazakhstan kenyan=kenya korean=korea kosovan=kosovo kuwaiti=kuwait
    latvian=latvia lebanese=lebanon liberian=liberia libyan=libya lithuanian=lithuania macedonian=macedonia
    malaysian=malaysia malian=mali maltese=malta mexican=mexico moldovan=moldova mongolian=mongolia moroccan=morocco
    nepalese=nepal nepali=nepal nicaraguan=nicaragua nigerian=nigeria norwegian=norway omani=oman pakistani=pakistan
    palestinian=palestine panamanian=panama paraguayan=paraguay peruvian=peru filipino=philippines
    philippine=philippines polish=poland pole=poland portuguese=portugal qatari=qatar romanian=romania russian=russia
    rwandan=rwanda saudi=saudi-arabia scottish=scotland scot=scotland scotsman=scotland senegalese=senegal
    serbian=serbia serb=serbia singaporean=singapore slovak=slovakia slovenian=slovenia slovene=slovenia
    somali=somalia spanish=spain spaniard=spain sudanese=sudan swedish=sweden swede=sweden swiss=switzerland
    syrian=syria taiwanese=taiwan tajik=tajikistan tanzanian=tanzania thai=thailand tibetan=tibet tunisian=tunisia
    turkish=turkey turk=turkey turkiye=turkey ugandan=uganda ukrainian=ukraine uruguayan=uruguay uzbek=uzbekistan
    venezuelan=venezuela vietnamese=vietnam welsh=wales welshman=wales yemeni=yemen zambian=zambia zimbabwean=zimbabwe
    african=africa asian=asia american=united-states us=united-states usa=united-states america=united-states
    british=united-kingdom briton=united-kingdom britain=united-kingdom uk=united-kingdom uae=united-arab-emirates
    eu=european-union un=united-nations isil=islamic-state isis=islamic-state daesh=islamic-state shiite=shia
    shi'ite=shia
    """
# Titles that qualify another title; without one behind them they belong to the name ("Justice Department").
MODIFIERS: Final = frozenset(
    """
    prime foreign defence defense interior finance justice vice deputy chief crown supreme attorney executive lord
    senior
    """.split()
)
NUMERALS: Final[Mapping[str, str]] = MappingProxyType(
    {"i": "1", "one": "1", "ii": "2", "two": "2", "iii": "3", "three": "3", "iv": "4", "four": "4", "five": "5"}
)
DEMONYMS: Final[Mapping[str, str]] = MappingProxyType(
    {adjective: country.replace("-", " ") for adjective, country in (e.split("=") for e in _DEMONYMS.split())}
)
COUNTRIES: Final = frozenset(DEMONYMS.values())
# Whole keys that stand for another.
ALIASES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "united states of america": "united states",
        "great united kingdom": "united kingdom",
        "islamic state of iraq and levant": "islamic state",
        "islamic state of iraq and syria": "islamic state",
        "islamic state group": "islamic state",
        "saudi arabia arabia": "saudi arabia",
        "europe union": "european union",
        "is": "islamic state",
        "first world war": "world war 1",
        "second world war": "world war 2",
    }
)

CALENDAR: Final = frozenset(
    """
    january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat
    sun
    """.split()
)
# Month names that are also names of people.
NAME_MONTHS: Final = frozenset("april may june august march jan".split())
