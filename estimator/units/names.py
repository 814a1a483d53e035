"""Spellings of units and multipliers that are read, and advice for those that are refused."""

SYMBOLS: dict[str, tuple[str, str]] = {
    # spelling: (unit of the registry, prefixes that people use with it)
    "W": ("W", "kMGT"),
    "Wh": ("Wh", "kMGTP"),
    "J": ("J", "kMGTPE"),
    "Btu": ("Btu", ""),
    "BTU": ("Btu", ""),
    "MMBtu": ("MMBtu", ""),
    "MMBTU": ("MMBtu", ""),
    "FLOP": ("FLOP", "kMGTPEZY"),
    "g": ("g", "k"),
    "t": ("t", "kMG"),
    "gCO2e": ("gCO2e", "k"),
    "tCO2e": ("tCO2e", "kMG"),
    "L": ("L", "mkMG"),
    "byte": ("B", ""),
    "USD": ("USD", "kMGT"),
    "EUR": ("EUR", "kMGT"),
    "GBP": ("GBP", "kMGT"),
    "CNY": ("CNY", "kMGT"),
    "H100e": ("H100e", ""),
    "s": ("s", ""),
    "second": ("s", ""),
    "min": ("min", ""),
    "minute": ("min", ""),
    "h": ("h", ""),
    "hour": ("h", ""),
    "d": ("d", ""),
    "day": ("d", ""),
    "m3": ("m**3", ""),
    "m³": ("m**3", ""),
    "mm2": ("mm2", ""),
    "mm²": ("mm2", ""),
    "accelerator": ("accelerator", ""),
    "GPU": ("accelerator", ""),
    "server": ("server", ""),
    "wafer": ("wafer", ""),
    "generator": ("generator", ""),
    "reactor": ("reactor", ""),
    "person": ("person", ""),
    "household": ("household", ""),
    "car": ("car", ""),
    "query": ("query", ""),
    "run": ("run", ""),
    "token": ("token", ""),
    "parameter": ("parameter", ""),
    "year": ("year", ""),
}
PLURALS = {"people": "person", "persons": "person", "queries": "query"} | {
    word + "s": word
    for word in (
        "second",
        "minute",
        "hour",
        "day",
        "accelerator",
        "GPU",
        "server",
        "wafer",
        "generator",
        "reactor",
        "household",
        "car",
        "run",
        "token",
        "parameter",
        "year",
    )
}
UNIT_NAMES = (
    {prefix + symbol: prefix + unit for symbol, (unit, prefixes) in SYMBOLS.items() for prefix in ("", *prefixes)}
    | {plural: SYMBOLS[word][0] for plural, word in PLURALS.items()}
    | {
        prefix + "B": prefix + "B"
        for prefix in "kMGTPE"  # a bare B may be billions
    }
)

MULTIPLIERS = {
    "k": 1e3, "thousand": 1e3, "M": 1e6, "mn": 1e6, "million": 1e6, "millions": 1e6, "bn": 1e9, "billion": 1e9,
    "billions": 1e9, "milliard": 1e9, "milliards": 1e9, "Md": 1e9, "trillion": 1e12, "trillions": 1e12,
}  # fmt: skip

ADVICE = {
    "FLOPS": "is a count or a rate; write FLOP or FLOP/s",
    "FLOPs": "is a count or a rate; write FLOP or FLOP/s",
    "TOPS": "write TFLOP/s, dense",
    "B": "may be bytes or billions; write bn",
    "m": "may be milli, metres or millions; write M",
    "G": "write bn, or a unit such as GW",
    "K": "write k",
    "yr": "annual figures carry 'annual' in their name; write the energy alone, such as 17.5 TWh",
    "an": "annual figures carry 'annual' in their name; write the energy alone, such as 17.5 TWh",
    "chip": "may be a die or a package; write accelerator",
    "chips": "may be dies or packages; write accelerators",
    "EPR": "write reactors, and use: {reactor: epr}",
    "$": "write USD",
    "€": "write EUR",
    "£": "write GBP",
    "kw": "write kW",
    "mw": "may be milliwatts or megawatts; write MW",
    "mW": "is milliwatts; write MW",
    "gw": "write GW",
    "KW": "write kW",
    "l": "write L",
}
for _prefix in "MGTPEZ":
    ADVICE[_prefix + "FLOPS"] = ADVICE[_prefix + "FLOPs"] = (
        f"is a count or a rate; write {_prefix}FLOP or {_prefix}FLOP/s"
    )
    ADVICE[_prefix + "F"] = f"may be farads or a compute rate; write {_prefix}FLOP/s"
