"""Newsrooms that articles often credit and that Parallax does not follow: their names and their addresses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Newsroom:
    """A newsroom by its own name, the other names that it is called by, and the domains that it publishes on."""

    name: str
    others: tuple[str, ...]
    domains: tuple[str, ...]


def newsroom_at(url: str) -> str:
    """The name of the newsroom that publishes at an address; empty for all others."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
    parts = host.split(".")
    known = _by_domain()
    return next((known[end] for at in range(len(parts) - 1) if (end := ".".join(parts[at:])) in known), "")


def newsroom_called(words: str) -> str:
    """The own name of the newsroom that some words name, with or without "the"; the words themselves for none."""
    return _by_name().get(bare(words), words)


@cache
def newsroom_names() -> tuple[str, ...]:
    """Every name of every newsroom."""
    return tuple(dict.fromkeys(name for one in _NEWSROOMS for name in (one.name, *one.others)))


def bare(name: str) -> str:
    """A name in small letters and without "the", by which names are compared."""
    return " ".join(name.lower().split()).removeprefix("the ")


@cache
def _by_domain() -> dict[str, str]:
    return {domain: one.name for one in _NEWSROOMS for domain in one.domains}


@cache
def _by_name() -> dict[str, str]:
    return {bare(name): one.name for one in _NEWSROOMS for name in (one.name, *one.others)}


def _newsroom(line: str) -> Newsroom:
    """A line: own name, other names, domains, parted by bars; several by semicolons."""
    name, others, domains = (part.strip() for part in line.split("|"))
    return Newsroom(name, _parts(others), _parts(domains))


def _parts(words: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in words.split(";") if part.strip())


AMBIGUOUS = frozenset(
    "time wired vice insider fortune hill guardian variety ap information atlantic economist sun globe independent "
    "vox recode quartz protocol salon slate deadline puck motherboard polygon stat verge intercept".split()
)
"""Bare names that mean other things too: followed by one more capital ("Vice President") they are no newsroom."""
SURNAMES = frozenset({"bloomberg", "forbes", "slate"})
"""Bare names that people have too: where an article speaks of such a person, the name is no newsroom's in it."""
_NEWSROOMS = tuple(
    _newsroom(line)
    for line in """
Reuters | Thomson Reuters Foundation | reuters.com
Bloomberg | Bloomberg News; Bloomberg Businessweek; Bloomberg Television; Bloomberg TV | bloomberg.com
The Associated Press | Associated Press; AP | apnews.com; ap.org
Agence France-Presse | AFP | afp.com
The New York Times | New York Times; NYT; NY Times | nytimes.com
The Washington Post | Washington Post; WaPo | washingtonpost.com
The Guardian | Guardian | theguardian.com; guardian.co.uk
The Verge | | theverge.com
The Information | | theinformation.com
The Hill | | thehill.com
The Atlantic | | theatlantic.com
The Intercept | | theintercept.com
The Economist | Economist | economist.com
The Daily Beast | Daily Beast | thedailybeast.com
The New Yorker | New Yorker | newyorker.com
The Telegraph | Daily Telegraph; The Daily Telegraph | telegraph.co.uk
The Times of London | Sunday Times; The Sunday Times | thetimes.co.uk; thetimes.com
The Independent | | independent.co.uk
The Daily Mail | Daily Mail; MailOnline | dailymail.co.uk
The Sun | | thesun.co.uk
The Register | | theregister.com; theregister.co.uk
The Markup | | themarkup.org
The Athletic | | theathletic.com
The Globe and Mail | Globe and Mail | theglobeandmail.com
The Boston Globe | Boston Globe | bostonglobe.com
The Chicago Tribune | Chicago Tribune | chicagotribune.com
The San Francisco Chronicle | San Francisco Chronicle | sfchronicle.com; sfgate.com
The Mercury News | Mercury News; San Jose Mercury News | mercurynews.com
The Miami Herald | Miami Herald | miamiherald.com
The Dallas Morning News | Dallas Morning News | dallasnews.com
The Des Moines Register | Des Moines Register | desmoinesregister.com
The Texas Tribune | Texas Tribune | texastribune.org
The Seattle Times | Seattle Times | seattletimes.com
The Washington Examiner | Washington Examiner | washingtonexaminer.com
The Washington Times | Washington Times | washingtontimes.com
The New York Post | New York Post; NY Post | nypost.com
The New York Daily News | New York Daily News; Daily News | nydailynews.com
The Los Angeles Times | Los Angeles Times; L.A. Times; LA Times | latimes.com
The Financial Times | Financial Times; FT | ft.com
The Times of India | Times of India | timesofindia.indiatimes.com
The Hollywood Reporter | Hollywood Reporter; THR | hollywoodreporter.com
The South China Morning Post | South China Morning Post; SCMP | scmp.com
The Sydney Morning Herald | Sydney Morning Herald | smh.com.au
The Toronto Star | Toronto Star | thestar.com
The Nikkei | Nikkei; Nikkei Asia; Nikkei Asian Review | asia.nikkei.com
The Wrap | TheWrap | thewrap.com
Al Jazeera | Al Jazeera English | aljazeera.com
Ars Technica | | arstechnica.com
9to5Mac | 9to5 Mac | 9to5mac.com
9to5Google | | 9to5google.com
Android Police | | androidpolice.com
Android Authority | | androidauthority.com
MacRumors | | macrumors.com
AppleInsider | Apple Insider | appleinsider.com
Axios | | axios.com
Barron’s | Barron's | barrons.com
BBC | BBC News; BBC Radio 4; BBC World Service | bbc.co.uk; bbc.com
Bild | | bild.de
Billboard | | billboard.com
Business Insider | Insider | businessinsider.com; insider.com
Caixin | | caixinglobal.com; caixin.com
CBC | CBC News | cbc.ca
CBS News | CBS | cbsnews.com
NBC News | NBC | nbcnews.com
ABC News | ABC | abcnews.go.com; abc.net.au
PBS | PBS NewsHour | pbs.org
CNBC | | cnbc.com
CNET | CNet | cnet.com
Daily Dot | The Daily Dot | dailydot.com
Deadline | Deadline Hollywood | deadline.com
Der Spiegel | Spiegel | spiegel.de
Le Monde | | lemonde.fr
El País | El Pais | elpais.com
Digiday | | digiday.com
Digital Trends | | digitaltrends.com
Engadget | | engadget.com
Entertainment Weekly | | ew.com
ESPN | | espn.com
Fast Company | | fastcompany.com
Forbes | Forbes magazine | forbes.com
Fortune | Fortune magazine | fortune.com
Fox News | Fox Business | foxnews.com; foxbusiness.com
404 Media | | 404media.co
Gawker | | gawker.com
GeekWire | | geekwire.com
Global Times | The Global Times | globaltimes.cn
Haaretz | | haaretz.com
HuffPost | Huffington Post; The Huffington Post | huffpost.com; huffingtonpost.com
Inc. magazine | | inc.com
Kotaku | | kotaku.com
KrebsOnSecurity | Krebs on Security | krebsonsecurity.com
McClatchy | | mcclatchydc.com
Motherboard | | motherboard.vice.com
Mother Jones | | motherjones.com
MSNBC | | msnbc.com
National Journal | | nationaljournal.com
MIT Technology Review | | technologyreview.com
National Review | | nationalreview.com
New York Magazine | New York magazine | nymag.com
New Scientist | | newscientist.com
Newsweek | | newsweek.com
NPR | | npr.org
PC World | PCWorld | pcworld.com
PCMag | PC Magazine | pcmag.com
People magazine | People Magazine | people.com
Pitchfork | | pitchfork.com
Platformer | | platformer.news
Politico | POLITICO; Politico Europe | politico.com; politico.eu
Polygon | | polygon.com
ProPublica | | propublica.org
Protocol | | protocol.com
Puck | Puck News | puck.news
Quartz | | qz.com
Recode | | recode.net; vox.com/recode
Rest of World | | restofworld.org
Rolling Stone | | rollingstone.com
Salon | | salon.com
Semafor | | semafor.com
Sky News | | news.sky.com
Slate | | slate.com
SpaceNews | Space News | spacenews.com
STAT News | STAT | statnews.com
Time | TIME; Time magazine; Time Magazine; TIME magazine | time.com
The Next Web | TNW | thenextweb.com
Tom’s Hardware | Tom's Hardware | tomshardware.com
TMZ | | tmz.com
USA Today | USA TODAY | usatoday.com
U.S. News & World Report | U.S. News and World Report | usnews.com
Vanity Fair | | vanityfair.com
Variety | | variety.com
VentureBeat | | venturebeat.com
Vice | VICE; Vice News; VICE News | vice.com
Vox | | vox.com
Wired | WIRED; Wired magazine | wired.com
Xinhua | Xinhua News Agency | xinhuanet.com; news.cn
Yahoo News | Yahoo Finance | news.yahoo.com; finance.yahoo.com
ZDNet | ZDNET | zdnet.com
""".strip().splitlines()
)
