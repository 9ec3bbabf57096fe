"""English words that are compared as another word, or not at all."""

from __future__ import annotations

FUNCTION_WORDS = frozenset(
    """a about above after again against all also am an and any are as at be because been before being below between
    both but by can could did do does doing down during each few for from further had has have having he her here hers
    herself him himself his how i if in into is it its itself just let me more most my myself no nor not now of off on
    once only or other our ours ourselves out over own s same shall she should so some such t than that the their theirs
    them themselves then there these they this those through to too under until up upon us very was we were what when
    where which while who whom whose why will with would you your yours yourself yourselves
    m re ve ll d don didn doesn isn wasn won couldn wouldn aren weren hasn haven hadn may might must""".split()
)
_TRADE_WORDS = frozenset(
    """say says said saying tell told tells according report reports reported reporting news new mr mrs ms dr via per
    update updated video photo photos one two""".split()
)
STOP_WORDS = FUNCTION_WORDS | _TRADE_WORDS
"""Words that say nothing of the event: function words, and the trade's own ("said", "report", "video")."""

_STRONG_VERBS = """
    be been was were is are am; begin began begun; break broke broken; bring brought; build built; buy bought; catch
    caught; choose chose chosen; come came; cost; cut; deal dealt; do did done; draw drew drawn; drive drove driven;
    fall fell fallen; feel felt; fight fought; find found; flee fled; fly flew flown; forbid forbade forbidden; forget
    forgot forgotten; get got gotten; give gave given; go went gone; grow grew grown; have had; hear heard; hide hid
    hidden; hold held; keep kept; know knew known; lay laid; lead led; leave left; lend lent; lose lost; make made;
    mean meant; meet met; overtake overtook overtaken; pay paid; rise rose risen; run ran; see saw seen; seek sought;
    sell sold; send sent; shake shook shaken; show shown; shoot shot; shrink shrank shrunk; sink sank sunk; speak spoke
    spoken; spend spent; stand stood; steal stole stolen; strike struck stricken; swear swore sworn; take took taken;
    teach taught; tell told; think thought; throw threw thrown; understand understood; undertake undertook undertaken;
    wake woke woken; wear wore worn; win won; withdraw withdrew withdrawn; write wrote written"""

_PEOPLES = """
    america american americans; china chinese; russia russian russians; britain british britons; france french; germany
    german germans; europe european europeans; israel israeli israelis; iran iranian iranians; ukraine ukrainian
    ukrainians; japan japanese; korea korean koreans; india indian indians; mexico mexican mexicans; canada canadian
    canadians; australia australian australians; italy italian italians; spain spanish; turkey turkish"""

_SPELLINGS = """
    scrutinized scrutinised; organization organisation; organizations organisations; labor labour; center centre;
    centers centres; program programme; programs programmes; defense defence; email e-mail; emails e-mails"""


def _one_form_each(*lists: str) -> dict[str, str]:
    """Every form to the first of its kind."""
    kinds = [kind.split() for forms in lists for kind in forms.split(";")]
    return {form: kind[0] for kind in kinds for form in kind[1:]}


ONE_FORM = _one_form_each(_STRONG_VERBS, _PEOPLES, _SPELLINGS)
"""A word's form → the form it is compared by: strong verbs, peoples, spellings."""
