"""Tables behind ``pipeline.facts.units``: how units are written and sized, and which nouns count alike."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

CURRENCY_SIGNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "us$": "USD", "c$": "CAD", "a$": "AUD", "hk$": "HKD", "nz$": "NZD", "s$": "SGD", "r$": "BRL",
        "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW", "₺": "TRY", "₪": "ILS",
        "usd": "USD", "eur": "EUR", "gbp": "GBP", "rs": "INR", "rs.": "INR",
    }
)  # fmt: skip

# Unit -> the ways it is written; a surface that ends in "s?" also stands for its plural.
SURFACES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "percent": "percent|per cent|per-cent|percentage|pct|%",
        "percentage point": "percentage points?|percent points?|pp",
        "basis point": "basis points?|bps",
        "USD": "us dollars?|u.s. dollars?|american dollars?|dollars?|bucks|usd",
        "CAD": "canadian dollars?|cad",
        "AUD": "australian dollars?|aud",
        "EUR": "euros?|eur|€",
        "GBP": "pounds sterling|sterling|gbp|quid",
        "JPY": "yen|jpy",
        "CNY": "yuan|renminbi|rmb|cny",
        "INR": "rupees?|inr",
        "RUB": "roubles?|rubles?|rub",
        "CHF": "swiss francs?|chf",
        "TRY": "turkish lira|lira|liras",
        "cent": "cents?|pence",
        "kph": "kilometres per hour|kilometers per hour|kilometres an hour|kilometers an hour|km/h|kmh|kph|km per hour",
        "mph": "miles per hour|miles an hour|mph",
        "knot": "knots?",
        "sq km": "square kilometres?|square kilometers?|sq km|km2|km²|sq. km",
        "sq mile": "square miles?|sq miles?|sq mi",
        "sq metre": "square metres?|square meters?|sq m|m2|m²|sqm",
        "sq foot": "square feet|square foot|sq ft",
        "hectare": "hectares?|ha",
        "acre": "acres?",
        "km": "kilometres?|kilometers?|kms?",
        "mile": "miles?",
        "nautical mile": "nautical miles?",
        "metre": "metres?|meters?",
        "cm": "centimetres?|centimeters?|cms?",
        "mm": "millimetres?|millimeters?|mms?",
        "foot": "feet|foot|ft",
        "inch": "inches|inch",
        "yard": "yards?|yds?",
        "tonne": "metric tons?|tonnes?",
        "ton": "tons?",
        "kg": "kilograms?|kilogrammes?|kilos?|kgs?",
        "gram": "grams?|grammes?",
        "pound": "pounds?|lbs?",
        "ounce": "ounces?|oz",
        "litre": "litres?|liters?",
        "gallon": "gallons?",
        "barrel": "barrels?|bbl",
        "celsius": "degrees celsius|degrees centigrade|degrees c|°c|celsius",
        "fahrenheit": "degrees fahrenheit|degrees f|°f|fahrenheit",
        "degree": "degrees?|°",
        "kW": "kilowatts?|kw",
        "MW": "megawatts?|mw",
        "GW": "gigawatts?|gw",
        "MB": "megabytes?|mb",
        "GB": "gigabytes?|gb",
        "TB": "terabytes?|tb",
        "second": "seconds?|secs?",
        "minute": "minutes?|mins?",
        "hour": "hours?|hrs?",
        "day": "days?",
        "week": "weeks?|wks?",
        "fortnight": "fortnights?",
        "month": "months?",
        "year": "years?|yrs?",
        "decade": "decades?",
        "century": "centuries|century",
    }
)
# Single letters are units only when written onto the digits: 500g, 30C.
ATTACHED: Final[Mapping[str, str]] = MappingProxyType(
    {"g": "gram", "l": "litre", "h": "hour", "c": "celsius", "f": "fahrenheit", "p": "cent"}
)

# Unit -> (dimension, how many of the dimension's base units it holds).
DIMENSIONS: Final[Mapping[str, tuple[str, float]]] = MappingProxyType(
    {
        "km": ("length", 1000.0), "mile": ("length", 1609.344), "nautical mile": ("length", 1852.0),
        "metre": ("length", 1.0), "cm": ("length", 0.01), "mm": ("length", 0.001), "foot": ("length", 0.3048),
        "inch": ("length", 0.0254), "yard": ("length", 0.9144),
        "kph": ("speed", 1.0), "mph": ("speed", 1.609344), "knot": ("speed", 1.852),
        "sq km": ("area", 1e6), "sq mile": ("area", 2589988.0), "sq metre": ("area", 1.0), "sq foot": ("area", 0.0929),
        "hectare": ("area", 1e4), "acre": ("area", 4046.86),
        "tonne": ("mass", 1000.0), "ton": ("mass", 1000.0), "kg": ("mass", 1.0), "gram": ("mass", 0.001),
        "pound": ("mass", 0.45359), "ounce": ("mass", 0.02835),
        "litre": ("volume", 1.0), "gallon": ("volume", 3.785), "barrel": ("volume", 158.987),
        "kW": ("power", 1.0), "MW": ("power", 1e3), "GW": ("power", 1e6),
        "MB": ("data", 1.0), "GB": ("data", 1e3), "TB": ("data", 1e6),
        "second": ("time", 1.0), "minute": ("time", 60.0), "hour": ("time", 3600.0), "day": ("time", 86400.0),
        "week": ("time", 604800.0), "fortnight": ("time", 1209600.0), "month": ("time", 2629746.0),
        "year": ("time", 31556952.0), "decade": ("time", 315569520.0), "century": ("time", 3155695200.0),
        "percent": ("share", 1.0), "fraction": ("share", 100.0), "USD": ("USD", 1.0), "cent": ("USD", 0.01),
    }
)  # fmt: skip

# Counted nouns that news uses for the same thing: each line's words become its first word.
_SAME: Final = (
    "people person persons human humans individual individuals",
    "dead died die dies killed kill kills killing death deaths fatality fatalities slain lives life perished deadly",
    "injured injuring injury injuries wounded wounding hurt casualty casualties",
    "detained arrested arrest arrests detainee detainees arresting detaining",
    "soldier soldiers troop troops serviceman servicemen",
    "fighter fighters militant militants insurgent insurgents jihadist jihadists jihadi jihadis rebel rebels",
    "officer officers policeman policemen police cop cops",
    "child children kid kids",
    "student students pupil pupils",
    "home homes house houses",
    "point points pt pts",
    "worker workers employee employees staff staffer staffers",
    "plane planes aircraft airplane airplanes aeroplane",
    "job jobs",
)
LEMMAS: Final[Mapping[str, str]] = MappingProxyType({w: line.split()[0] for line in _SAME for w in line.split()})
IRREGULAR: Final[Mapping[str, str]] = MappingProxyType(
    {
        "men": "man", "women": "woman", "feet": "foot", "teeth": "tooth", "wives": "wife", "knives": "knife",
        "personnel": "personnel", "crew": "crew", "cattle": "cattle", "sheep": "sheep", "missing": "missing",
        "others": "people", "displaced": "displaced", "buses": "bus", "movies": "movie", "rookies": "rookie",
    }
)  # fmt: skip
PEOPLE: Final = frozenset(
    """
    people dead injured detained missing displaced soldier fighter officer child student worker personnel crew man
    woman civilian passenger victim hostage prisoner refugee migrant resident villager protester demonstrator voter
    patient boy girl suspect gunman attacker survivor member player fan guest delegate lawmaker senator mp doctor
    nurse teacher tourist pilgrim evacuee spectator witness journalist family household couple tribesman bystander
    driver firefighter medic inmate bomber policewoman guard sailor marine pilot settler national citizen
    """.split()
)
CASUALTIES: Final = frozenset(["dead", "injured", "detained", "missing", "displaced"])
NOT_PLURAL: Final = frozenset(
    """
    gas bus news series species always perhaps across less yes his this its plus texas paris afterwards besides
    overseas towards afghans downs was has does goes says as is us lens mass class press business alias canvas
    previous serious various bonus virus status focus campus crisis basis analysis congress process access
    """.split()
)
STOP: Final = frozenset(
    """
    and or but nor in on at to for from by with as since after before when while who whom which that is are was were
    be been being has have had having will would could can may might must should said says say saying told tells than
    then during because if into onto over about around against between through until till under above below near off
    out up down not it he she they we you i also only just so yet there here where what how why a an the between per
    each every within without despite including according did do does went came come became began took made left
    remain remained remains left per ago later earlier apart followed leaving including compared versus vs
    """.split()
)
PASS: Final = frozenset("plus strong odd of the its their his her our those these such more".split())
