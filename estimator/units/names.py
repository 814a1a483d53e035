"""Spellings of units and multipliers that are read, and advice for those that are refused."""

import re

CURRENCIES = ("USD", "EUR", "GBP", "CNY", "CAD", "CHF", "JPY", "INR", "KRW", "AED", "SAR", "SEK")
"""Currencies that sums can be stated in."""

MONEY = re.compile(rf"(?P<unit>[ckMGT]?(?P<currency>{'|'.join(CURRENCIES)}))(?P<year>[0-9]{{4}})?(?![^\W_])")
"""Money, with or without the year of its prices: `EUR2023`."""

SYMBOLS: dict[str, tuple[str, str]] = {
    # spelling: (unit of the registry, prefixes that people use with it)
    "W": ("W", "kMGT"),
    "We": ("W", "kMGT"),  # of a power plant: electrical, where its heat is another figure
    "VA": ("VA", "kMG"),
    "Wh": ("Wh", "kMGTP"),
    "J": ("J", "kMGTPE"),
    "toe": ("toe", "kM"),
    "therm": ("therm", ""),
    "Btu": ("Btu", ""),
    "BTU": ("Btu", ""),
    "MMBtu": ("MMBtu", ""),
    "MMBTU": ("MMBtu", ""),
    "FLOP": ("FLOP", "kMGTPEZY"),
    "g": ("g", "k"),
    "t": ("t", "kMG"),
    "lb": ("lb", ""),
    "lbs": ("lb", ""),
    "short_ton": ("short_ton", ""),
    "gCO2e": ("gCO2e", "k"),
    "tCO2e": ("tCO2e", "kMG"),
    "lbCO2e": ("lbCO2e", ""),
    "L": ("L", "mhkMG"),
    "l": ("L", "mhkMG"),
    "gal": ("gal", "kM"),
    "gallon": ("gal", ""),
    "imperial_gallon": ("imperial_gallon", ""),
    "acft": ("acft", ""),
    "MGD": ("MGD", ""),
    "mgd": ("MGD", ""),
    "byte": ("B", ""),
    "H100e": ("H100e", ""),
    "s": ("s", ""),
    "second": ("s", ""),
    "min": ("min", ""),
    "minute": ("min", ""),
    "h": ("h", ""),
    "hour": ("h", ""),
    "d": ("d", ""),
    "day": ("d", ""),
    "week": ("week", ""),
    "m3": ("m**3", ""),
    "m³": ("m**3", ""),
    "hm3": ("hm3", ""),
    "hm³": ("hm3", ""),
    "Mm3": ("hm3", ""),  # in the trade a million cubic metres, not a cube of a megametre
    "Mm³": ("hm3", ""),
    "km3": ("km3", ""),
    "km³": ("km3", ""),
    "mm2": ("mm2", ""),
    "mm²": ("mm2", ""),
    "accelerator": ("accelerator", ""),
    "GPU": ("accelerator", ""),
    "TPU": ("accelerator", ""),
    "server": ("server", ""),
    "wafer": ("wafer", ""),
    "generator": ("generator", ""),
    "reactor": ("reactor", ""),
    "person": ("person", ""),
    "inhabitant": ("person", ""),
    "household": ("household", ""),
    "home": ("household", ""),
    "car": ("car", ""),
    "pool": ("pool", ""),
    "flight": ("flight", ""),
    "query": ("query", ""),
    "run": ("run", ""),
    "token": ("token", ""),
    "parameter": ("parameter", ""),
    "year": ("year", ""),
    "p": ("cGBP", ""),
} | {currency: (currency, "ckMGT" if currency in ("USD", "EUR", "GBP") else "kMGT") for currency in CURRENCIES}
PLURALS = {"people": "person", "persons": "person", "queries": "query"} | {
    word + "s": word
    for word in (
        "second", "minute", "hour", "day", "week", "accelerator", "GPU", "TPU", "server", "wafer", "generator",
        "reactor", "household", "home", "inhabitant", "car", "pool", "flight", "run", "token", "parameter", "year",
        "gallon", "therm",
    )
}  # fmt: skip
MONIES = {
    "dollar": "USD", "euro": "EUR", "cent": "cUSD", "c": "cUSD", "¢": "cUSD", "eurocent": "cEUR", "pence": "cGBP",
    "sterling": "GBP", "yuan": "CNY", "renminbi": "CNY", "RMB": "CNY", "yen": "JPY", "won": "KRW", "rupee": "INR",
    "dirham": "AED", "riyal": "SAR", "krona": "SEK", "kronor": "SEK",
}  # fmt: skip
"""Money in words. A cent is one of a dollar unless it says of what, as a dollar is one of the United States."""

_LONG = {"": "", "kilo": "k", "mega": "M", "giga": "G", "tera": "T", "peta": "P"}
_WORDS = {
    "watt": "W", "watt-hour": "Wh", "watthour": "Wh", "joule": "J", "litre": "L", "liter": "L", "gram": "g",
    "gramme": "g", "tonne": "t",
}  # fmt: skip
_SHORT = {prefix + symbol: prefix + unit for symbol, (unit, prefixes) in SYMBOLS.items() for prefix in ("", *prefixes)}
UNIT_NAMES = (
    _SHORT
    | {plural: SYMBOLS[word][0] for plural, word in PLURALS.items()}
    | {word + ending: unit for word, unit in MONIES.items() for ending in ("", "s")}
    | {
        long + word + ending: _SHORT[short + symbol]
        for word, symbol in _WORDS.items()
        for long, short in _LONG.items()
        for ending in ("", "s")
        if short + symbol in _SHORT
    }
    | {
        prefix + "B": prefix + "B"
        for prefix in "kMGTPE"  # a bare B may be billions
    }
)

MULTIPLIERS = {
    "k": 1e3, "K": 1e3, "thousand": 1e3, "lakh": 1e5, "M": 1e6, "mn": 1e6, "mio": 1e6, "Mio": 1e6, "million": 1e6,
    "millions": 1e6, "crore": 1e7, "bn": 1e9, "billion": 1e9, "billions": 1e9, "milliard": 1e9, "milliards": 1e9,
    "Md": 1e9, "Mds": 1e9, "Mrd": 1e9, "tn": 1e12, "trn": 1e12, "trillion": 1e12, "trillions": 1e12,
}  # fmt: skip

_BY_MAKERS = "is of direct current, more than its inverter gives; write the power at the grid in MW"
_HEAT = "is heat, of which a reactor turns about a third into electricity; write its net power in MW"
ADVICE = {
    "FLOPS": "is a count or a rate; write FLOP or FLOP/s",
    "FLOPs": "is a count or a rate; write FLOP or FLOP/s",
    "TOPS": "write TFLOP/s, dense",
    "B": "may be bytes or billions; write bn",
    "m": "may be milli, metres or millions; write M",
    "G": "write bn, or a unit such as GW",
    "yr": "annual figures carry 'annual' in their name; write the energy alone, such as 17.5 TWh",
    "an": "annual figures carry 'annual' in their name; write the energy alone, such as 17.5 TWh",
    "chip": "may be a die or a package; write accelerator",
    "chips": "may be dies or packages; write accelerators",
    "rack": "may hold one server or many; write servers, of which a rack such as an NVL72 is one",
    "racks": "may hold one server or many; write servers, of which a rack such as an NVL72 is one",
    "EPR": "write reactors, and use: {reactor: epr}",
    "kw": "write kW",
    "mw": "may be milliwatts or megawatts; write MW",
    "mW": "is milliwatts; write MW",
    "gw": "write GW",
    "KW": "write kW",
    "MWth": _HEAT,
    "GWth": _HEAT,
    "MWt": _HEAT,
    "MWp": _BY_MAKERS,
    "GWp": _BY_MAKERS,
    "MWdc": _BY_MAKERS,
    "ton": "may be metric, short or long; write t",
    "tons": "may be metric, short or long; write t",
    "pound": "may be money or mass; write GBP or lb",
    "pounds": "may be money or mass; write GBP or lb",
    "franc": "may be of several countries; write CHF",
    "francs": "may be of several countries; write CHF",
    "¥": "may be yen or yuan; write JPY or CNY",
    "ct": "may be of a dollar or a euro; write cUSD or cEUR",
    "MG": "may be million gallons; write Mgal",
    "AF": "write acre-feet",
    "ft3": "write m3",
    "tC": "is carbon alone; write tCO2e, of which it makes 44 / 12",
}
for _prefix in "MGTPEZ":
    ADVICE[_prefix + "FLOPS"] = ADVICE[_prefix + "FLOPs"] = (
        f"is a count or a rate; write {_prefix}FLOP or {_prefix}FLOP/s"
    )
    ADVICE[_prefix + "F"] = f"may be farads or a compute rate; write {_prefix}FLOP/s"
