"""A statement's words into how it stands to what it states: hedged ("allegedly"), denied or negative ("never")."""

from __future__ import annotations

import re


def is_hedged(words: str) -> bool:
    """Whether the words leave open that it is so: told by others, believed, possible."""
    return bool(_HEDGES.search(words))


def is_negated(words: str) -> bool:
    """Whether the words say that something is not so, or will not be said. What is not denied is no denial ("did not
    deny", "nobody disputes"); "not only" and "no fewer than" deny nothing."""
    return bool(_NEGATIONS.search(_NO_NEGATIONS.sub("", words)))


_HEDGES = re.compile(
    r"\b(?:allegedly|reportedly|apparently|supposedly|purportedly|presumably|possibly|probably|conceivably|rumou?red|rumou?rs?|"
    r"alleged(?!\s(?:that|in))|seemingly|ostensibly|unconfirmed|unverified|perhaps|purported|suspected|"
    r"(?:is|are|was|were|been|being)\s(?:widely\s)?(?:said|believed|thought|understood|reported|alleged|claimed|rumou?red|suspected|"
    r"accused|supposed|assumed|presumed)\s(?:to|that|of|by)\b|accused\sof|"
    r"(?:appears?|seems?|appeared|seemed)\s(?:not\s)?(?:to|that|as)\b|"
    r"(?:may|might|could)\s(?:not\s)?(?:have|well|also\shave)\b|"
    r"(?:is|are|was|were)\slikely\s(?:to|that)\b|(?<!\sas\s)(?<!more\s)(?<!less\s)(?<!most\s)likely\s(?=\w+(?:ed|n|t|d)\b)|"
    r"would\shave\s(?:had|been|access))",
    re.IGNORECASE,
)
_NOT = r"(?:not|never|nobody|no\s?one|nor|cannot|none|\w+n[’']t)"
_DENIES = (
    r"(?:den(?:y|ies|ied|ying)|refut(?:e|es|ed|ing)|disput(?:e|es|ed|ing)|doubt(?:s|ed|ing)?|contradict(?:s|ed)?|reject(?:s|ed)?|"
    r"fail(?:s|ed)?\sto|rul(?:e|ed|es|ing)\sout|question(?:s|ed)?|contest(?:s|ed)?)"
)
_NEGATIONS = re.compile(
    r"\b(?:not|never|no|neither|nor|none|nobody|nothing|nowhere|cannot|without|hardly|scarcely|den(?:y|ies|ied|ying)|"
    r"refut(?:e|es|ed|ing)|disput(?:e|es|ed|ing)|reject(?:s|ed|ing)?\s(?:the|that|those|these|any|all|both|its|his|her|their)?\s?"
    r"(?:\w+\s)?(?:claims?|accusations?|allegations?|suggestions?|reports?|notion|idea|criticism|charges?|assertions?|account|findings?)|"
    r"(?:refus(?:e|es|ed|ing)|declin(?:e|es|ed|ing))\sto\s(?:say|confirm|comment|discuss|answer|disclose|name|identify|explain|give)|"
    r"fail(?:s|ed|ing)?\sto|(?:has|have|had)\syet\sto|false|falsely|untrue|inaccurate|baseless|unfounded|debunk\w*|\w+n[’']t)\b",
    re.IGNORECASE,
)
_NO_NEGATIONS = re.compile(
    rf"\b{_NOT}\s(?:(?:to|be|been|even|ever|outright|explicitly|directly|immediately|have|yet|has|had|could|can|would|will)\s){{0,3}}{_DENIES}\b"
    r"|\b(?:not\s(?:false|untrue|inaccurate|without|unlike\w*|uncommon|unusual|impossible)|"
    r"not\s(?:only|just|merely|least|less\sthan|fewer\sthan|more\sthan)|"
    r"no\s(?:doubts?|longer\sthan|later\sthan|fewer\sthan|less\sthan|more\sthan|time|matter|sooner|stranger|secret|surprise|wonder)|"
    r"(?:was|were|been|is|are|being)\sdenied\s(?:access|entry|bail|permission|visas?|a|the)|"
    r"whether\sor\snot|not\sto\smention|if\snot|without\s(?:a\s)?doubt|without\squestion|may\snot,\s|no\.?\s?\d+|nothing\sbut|none\sother)\b",
    re.IGNORECASE,
)
