"""A line of a page → whether it sends the reader elsewhere, or stamps and credits what stands by it."""

from __future__ import annotations

import re

LONGEST_STAMP = 90  # characters

# Lines that are such a label alone, or that begin with one and a colon or arrow.
_LABELS = """
    read more|read next|read also|read this|read the full story|see also|also see|also read|also on|watch|watch now
    watch this|watch more|watch live|watch the video|listen|listen now|listen to this article|don't miss|must read
    further reading|more reading|recommended|recommended stories|recommended reading|trending|trending now|most read
    most popular|editor's pick|editor's picks|editors' picks|sign up|subscribe|newsletter|newsletters|advertisement
    sponsored|promoted|related|related story|related stories|related video|related videos|related article
    related articles|related content|related coverage|related news|related topics|more from|more on|more in|more about
    more stories|more like this|photo|photos|image|images|image credit|image credits|photo credit|featured image|video
    click here|tap here|follow us|join us|share|share this|share this article|share this story|download|topics|tags
    filed under|back to video|up next|current issue|popular|comments|view comments|copied|loading|continue reading
    story continues below|story continues below advertisement|article continues below
    article continues below advertisement|in this article|jump to|back to gallery|explore further|read later|text size
    log in|log out|register|menu|breaking news|share this on whatsapp|share on facebook|latest headlines|getty images
    lesen sie auch|mehr zum thema|auch interessant|lire aussi|à lire aussi|lee también|leia também|leggi anche
    scroll to continue|scroll down to continue|scroll to continue reading|view this post on instagram
    reuters|associated press|ap photo|create account|sign in or create an account|affiliate
"""
# Labels with a name in them, as a whole line: "More Great Example Stories".
_NAMED_LABELS = r"""
    more (?:great |from the )?.{2,30} stories|most read in .{2,30}|latest .{2,30} stories|recommended from .{2,30}
    image \d+ of /? ?\d+|\d+ (?:/|of) \d+|(?:mon|tues|wednes|thurs|fri|satur|sun)day,? [a-z]+ \d{1,2},? \d{4}
    (?:(?:facebook|twitter|google\+|whatsapp|pinterest|email|e-mail|print|linkedin|reddit|copy link|telegram|share|tweet
    pin|flipboard|messenger)[ ,|]*){2,}|[\w.+-]+@[\w-]+\.[\w.-]+|(?:https?://)?(?:www\.)?(?:twitter|x)\.com/\w+
"""
# Beginnings that no sentence of an article has.
_BEGINNINGS = r"""
    sign up (?:for|to|here|now|and get)\b|subscribe (?:to|for|now|here|today)\b|like us on\b|enter your email
    get (?:the|our|all the|your daily|daily) .{0,60}(?:inbox|newsletter)|join (?:the|our) .{0,40}newsletter
    follow (?:us|me|@\w+)\b|follow .{0,40}\bon (?:twitter|x|facebook|instagram|tiktok|bluesky|threads|linkedin)\b
    join us (?:on|at) facebook|click here (?:to|for)\b|tap here (?:to|for)\b
    want more .{0,80}\?.{0,60}(?:sign up|follow|subscribe)|want to hear from .{0,80}\?.{0,200}tickets
    by (?:signing up|subscribing|submitting .{0,30}),? (?:you|i) (?:agree|accept|consent|confirm)
    have something to add to this story|already a (?:subscriber|member)|this content is reserved for
    to (?:continue|read the (?:full|rest)).{0,40}(?:subscribe|log ?in|sign)|get your (?:tickets|pass)\b
    (?:photo|photograph|image|picture|video)s? (?:credits?|courtesy of|by|via)\b.{0,60}$|copyright (?:©|\(c\)|\d{4})|©
    create an (?:account|.{0,20}account) (?:or|to)\b|don't have an account\b|register (?:/|or) (?:sign|log) in\b
    register to (?:unlock|read|continue)
    (?:this (?:article|story|content|post) is|available) .{0,40}\b(?:register to unlock
    only (?:available )?(?:for|to) (?:subscribers|members|paying)|exclusive(?:ly)? (?:for|to) (?:subscribers|members)
    for (?:paying |paid |premium )?(?:subscribers|members)(?: only)?\b)|(?:members?|subscribers?)[- ]only\b.{0,60}$
    you(?:'ve| have) (?:reached|used|read) .{0,40}(?:free|limit)|unlimited (?:online|digital) access to\b
    enjoy (?:additional|unlimited|more) articles\b|access articles from across\b|share your thoughts and join the conv
    get email updates from your favou?rite|support local journalism\W*$|email .{2,40} at \S+@
    reach .{2,40} (?:on twitter|at \S+@)|contact the (?:author|writer|reporter) at\b|let our news meet your inbox
    follow .{2,60} coverage .{0,40} at https?:|more ap .{2,30}: https?:|sign in to (?:continue|read|access|your account)
    this is a preview of|purchase a subscription|start your (?:free )?trial|get (?:full|unlimited) access\b
    we apologi[sz]e, but this video|try refreshing your browser|do you have a story to tell
    do you have (?:a|any) (?:story|tip|news)|please read our comment policy
    (?:\(|\[)?(?:photo|photograph|image|picture):
    a post shared by\b|this ad(?:vertisement)? (?:is being|has not|will end)\b|\d{1,2}:\d{2} ?/ ?\d{1,2}:\d{2}$
    become a (?:member|subscriber) (?:today|now|to)\b
    (?:your|a) (?:subscription|membership) (?:also )?(?:opens|includes|gives)\b
    (?:monthly|yearly|annual(?:ly)?|quarterly): \W?\d
"""
_STAMP = re.compile(
    r"(?:first )?(?:published|posted|updated|last (?:updated|modified))\b.{0,70}\d"
    r"|\d{1,2} [a-z]{3,9} (?:19|20)\d\d,? (?:at )?\d{1,2}:\d\d.{0,8}$"
    r"|\d{1,2} (?:min(?:ute)?s?|hours?|days?|weeks?) (?:ago|read)\b|duration \d",
    re.IGNORECASE,
)

_NAME = r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}"
_BYLINE = re.compile(rf"By {_NAME}(?:(?:,| and|, and| &) {_NAME}){{0,4}}")
_CAPTION = re.compile(r".{0,200}\b(?:Photo|Photograph|Image|Picture)s?: [A-Z][\w. /'’-]{2,40}", re.DOTALL)


def is_prompt(text: str) -> bool:
    """Whether a line on a page is a prompt, a label, a credit or a time stamp, and so no part of an article."""
    if _LABEL.match(text) or _NAMED_LABEL.fullmatch(text) or _BEGINNING.match(text):
        return True
    return bool(_BYLINE.fullmatch(text) or _CAPTION.fullmatch(text)) or _is_stamp(text)


def leads_elsewhere(text: str) -> bool:
    """Whether a line stands over a list of other articles: "Related stories", "More Great Example Stories"."""
    return bool(_LIST_LABEL.fullmatch(text))


def _is_stamp(text: str) -> bool:
    return len(text) <= LONGEST_STAMP and text[-1:] not in {".", "!", "?", "”", '"'} and bool(_STAMP.match(text))


def _alternatives(lines: str) -> str:
    return "|".join(line.strip() for line in lines.strip().splitlines()).replace("'", "['’]")


_LABEL = re.compile(rf"(?:{_alternatives(_LABELS)})(?:\s*[:>»|→].*|\s*)\Z", re.IGNORECASE | re.DOTALL)
_NAMED_LABEL = re.compile(_alternatives(_NAMED_LABELS), re.IGNORECASE)
_LIST_LABEL = re.compile(
    r"(?:more|related|recommended|see also|read (?:more|next|also)|further reading|you may also like|trending"
    r"|don['’]t miss|most (?:read|popular)|latest)\b.{0,40}",
    re.IGNORECASE,
)
_BEGINNING = re.compile(rf"(?:{_alternatives(_BEGINNINGS)})", re.IGNORECASE)
