"""The words after a number into the noun that it counts, in the singular and in one spelling."""

from __future__ import annotations

import re


def counted(text: str, position: int, end: int, of_them: bool = False) -> tuple[int, str] | None:
    """The end and the singular of the plural noun that a number counts, at most five words on; of an abbreviated
    measure ("km") its full name. With `of_them` "of the" may lead to it ("nine of the boats")."""
    measure = _MEASURE.match(text, position, end)
    if measure:
        return measure.end("word"), _MEASURES[measure["word"].lower()]
    lead = _OF_THEM.match(text, position, end) if of_them else None
    if lead:
        position = lead.end()
    for step in range(6):
        match = (_LISTED_WORD if step else _NEXT_WORD).match(text, position, end)
        if match is None:
            return None
        low = match["word"].lower()
        if low in _STOPS:
            return None
        unit = singular(low)
        if unit and not _COMPOUND.match(text, match.end(), end):
            return match.end("word"), unit
        position = match.end("word")
    return None


def singular(low: str) -> str | None:
    """The singular of a plural noun, as it is written in the United States; None where the word is no plural."""
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    if len(low) < 4 or not low.endswith("s") or low.endswith(("ss", "us", "is", "ous")):
        return None
    if low.endswith("ies") and len(low) > 5:
        return low[:-3] + "y"
    if low.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return low[:-2]
    return _SPELLINGS.get(low[:-1], low[:-1])


_IRREGULAR = {
    "people": "person", "children": "child", "men": "man", "women": "woman", "police": "police", "staff": "staff",
    "feet": "foot", "media": "medium", "data": "datum", "criteria": "criterion", "lives": "life", "wives": "wife",
    "buses": "bus", "viruses": "virus", "bonuses": "bonus", "movies": "movie", "cookies": "cookie", "selfies": "selfie",
    "personnel": "personnel", "businesses": "business", "cases": "case", "analyses": "analysis", "crises": "crisis",
    "series": "series", "species": "species", "congressmen": "congressman", "spokesmen": "spokesman", "ties": "tie",
    "businessmen": "businessman", "congresswomen": "congresswoman", "statuses": "status", "campuses": "campus",
}  # fmt: skip
_SPELLINGS = {
    "metre": "meter", "kilometre": "kilometer", "centimetre": "centimeter", "millimetre": "millimeter",
    "litre": "liter", "programme": "program", "kilogramme": "kilogram", "centre": "center", "theatre": "theater",
    "kilo": "kilogram",
}  # fmt: skip
_MEASURES = {
    "km": "kilometer", "kg": "kilogram", "gb": "gigabyte", "mb": "megabyte", "tb": "terabyte", "lb": "pound",
    "lbs": "pound", "mph": "mile per hour", "kph": "kilometer per hour", "mw": "megawatt", "gw": "gigawatt",
    "ghz": "gigahertz", "mhz": "megahertz", "kwh": "kilowatt-hour", "ft": "foot",
    "cm": "centimeter", "mm": "millimeter",
}  # fmt: skip
_STOPS = frozenset(
    "a an the of in on at to for from with by and or but is are was were has have had will would could can that which "
    "who as than if when while percent per cent dollars euros pounds years months weeks days hours minutes seconds "
    "year month week day hour minute second pm am said says does did be been not its hers theirs ours times "
    "because after before since until into over under about against during through between among cents basis".split()
)
_MEASURE = re.compile(rf"[\s-]?(?P<word>{'|'.join(_MEASURES)})\b", re.IGNORECASE)
_OF_THEM = re.compile(r"\sof\s(?:the|its|their|his|her|those|these|our|about)(?=\s)", re.IGNORECASE)
_NEXT_WORD = re.compile(r"[\s-](?P<word>(?:[A-Z]\.){2,}|[^\W\d_][\w’'&]{0,40})", re.UNICODE)
_LISTED_WORD = re.compile(r",?" + _NEXT_WORD.pattern)
_COMPOUND = re.compile(r"-\w|[’']")
