"""Names of places and peoples that a newsroom's copy uses most: they are spoken of, and do not speak."""

from __future__ import annotations

_COUNTRIES = """Afghanistan, Algeria, Argentina, Armenia, Australia, Austria, Azerbaijan, Bangladesh, Belarus, Belgium,
Bolivia, Bosnia, Brazil, Britain, Bulgaria, Cambodia, Canada, Chile, China, Colombia, Congo, Costa Rica, Croatia, Cuba,
Cyprus, Denmark, Ecuador, Egypt, England, Estonia, Ethiopia, Finland, France, Germany, Ghana, Greece, Guatemala, Haiti,
Honduras, Hong Kong, Hungary, Iceland, India, Indonesia, Iran, Iraq, Ireland, Israel, Italy, Jamaica, Japan, Jordan,
Kazakhstan, Kenya, Kuwait, Latvia, Lebanon, Libya, Lithuania, Luxembourg, Malaysia, Mali, Malta, Mexico, Moldova,
Morocco, Myanmar, Nepal, Netherlands, New Zealand, Nicaragua, Niger, Nigeria, North Korea, Northern Ireland, Norway,
Pakistan, Panama, Paraguay, Peru, Philippines, Poland, Portugal, Qatar, Romania, Russia, Rwanda, Saudi Arabia,
Scotland, Senegal, Serbia, Singapore, Slovakia, Slovenia, Somalia, South Africa, South Korea, Soviet Union, Spain,
Sri Lanka, Sudan, Sweden, Switzerland, Syria, Taiwan, Thailand, Tunisia, Turkey, Uganda, Ukraine, United Arab Emirates,
United Kingdom, United Nations, United States, Uruguay, Venezuela, Vietnam, Wales, Yemen, Zimbabwe, U.S., U.K., U.A.E.,
US, UK, USA, EU, E.U., Europe, Asia, Africa, America, Middle East, Latin America, North America, South America"""
_STATES = """Alabama, Alaska, Arizona, Arkansas, California, Colorado, Connecticut, Delaware, Florida, Georgia, Hawaii,
Idaho, Illinois, Indiana, Iowa, Kansas, Kentucky, Louisiana, Maine, Maryland, Massachusetts, Michigan, Minnesota,
Mississippi, Missouri, Montana, Nebraska, Nevada, New Hampshire, New Jersey, New Mexico, New York, North Carolina,
North Dakota, Ohio, Oklahoma, Oregon, Pennsylvania, Puerto Rico, Rhode Island, South Carolina, South Dakota, Tennessee,
Texas, Utah, Vermont, Virginia, Washington, West Virginia, Wisconsin, Wyoming, D.C., Guam"""
_CITIES = """Amsterdam, Athens, Atlanta, Austin, Baghdad, Baltimore, Bangkok, Barcelona, Beijing, Berlin, Boston,
Brooklyn, Brussels, Buenos Aires, Cairo, Charlotte, Chicago, Cleveland, Copenhagen, Dallas, Delhi, Denver, Detroit,
Dubai, Dublin, Geneva, Hanoi, Houston, Istanbul, Jakarta, Jerusalem, Johannesburg, Kabul, Kyiv, Las Vegas, Lisbon,
London, Los Angeles, Madrid, Manhattan, Manila, Melbourne, Miami, Milan, Milwaukee, Minneapolis, Montreal, Moscow,
Mumbai, Munich, Nairobi, New Delhi, New Orleans, New York City, Oakland, Orlando, Oslo, Paris, Philadelphia, Phoenix,
Pittsburgh, Portland, Prague, Rome, Sacramento, Salt Lake City, San Diego, San Francisco, San Jose, Santiago, Seattle,
Seoul, Shanghai, Shenzhen, Silicon Valley, St. Louis, Stockholm, Sydney, Tampa, Tehran, Tel Aviv, Tokyo, Toronto,
Vancouver, Vienna, Warsaw, Washington D.C., Zurich"""
PLACES = frozenset(" ".join(name.split()) for name in ",".join((_COUNTRIES, _STATES, _CITIES)).split(","))
"""Countries, U.S. states and large cities, as news copy writes them."""
DEMONYMS = frozenset(
    """Afghan Albanian Algerian American African Arab Argentine Armenian Asian Australian Austrian Belgian Brazilian
    British Bulgarian Cambodian Canadian Chilean Chinese Colombian Croatian Cuban Czech Danish Dutch Egyptian English
    Estonian Ethiopian European Filipino Finnish French Georgian German Ghanaian Greek Haitian Hispanic Hungarian
    Icelandic Indian Indonesian Iranian Iraqi Irish Israeli Italian Jamaican Japanese Jordanian Kenyan Korean Kurdish
    Kuwaiti Latino Latvian Lebanese Libyan Lithuanian Malaysian Mexican Moroccan Nigerian Norwegian Pakistani
    Palestinian Peruvian Polish Portuguese Romanian Russian Saudi Scottish Serbian Slovak Somali Soviet Spanish Sudanese
    Swedish Swiss Syrian Taiwanese Thai Tunisian Turkish Ugandan Ukrainian Venezuelan Vietnamese Welsh Western Yemeni
    Christian Jewish Muslim Catholic Protestant Islamic Hindu Buddhist Chinese-owned African-American""".split()
)
"""Words for what belongs to a people or a faith: they tell of somebody, and are nobody's name."""
