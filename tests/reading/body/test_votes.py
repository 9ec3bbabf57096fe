"""A block has a reader's vote as far as the reader's text has its runs of words."""

from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from aggregator.reading.body.blocks import Block, blocks
from aggregator.reading.body.votes import NEAR, count_votes

LONG = "The council of Fjordby decided on Friday to dredge the harbour"


def made(*texts: str) -> list[Block]:
    return blocks(BeautifulSoup("".join(f"<p>{text}</p>" for text in texts), "lxml"))


def test_a_block_that_a_reader_has_whole_has_its_whole_vote():
    votes = count_votes(made(LONG, "Something else that nobody has read"), [LONG, "", f"Before it. {LONG} after it."])
    assert votes.shares == ((1.0, 0.0, 1.0), (0.0, 0.0, 0.0))
    assert votes.mean == (2 / 3, 0.0)


def test_half_a_block_is_half_a_vote():
    votes = count_votes(made("one two three four five six seven eight"), ["one two three four five"])
    assert votes.shares == ((2 / 5,),)


def test_a_short_block_has_a_vote_where_it_is_a_line_of_its_own():
    votes = count_votes(made("A new plan", "Not there"), ["Text.\nA new plan\nMore text, not there but here."])
    assert votes.shares == ((1.0,), (0.0,))


def test_what_stands_twice_is_told_apart_from_what_is_repeated():
    votes = count_votes(made(LONG, "Other words stand here between", LONG), [LONG])
    assert votes.repeated == (1.0, 0.0, 1.0)
    assert votes.before == (0.0, 0.0, 1.0)


def test_short_blocks_do_not_say_where_the_article_stands():
    assert count_votes(made(LONG, "Share this"), [f"{LONG}\nShare this"]).chosen == [0]


def test_blocks_far_from_any_vote_are_not_looked_at():
    found = made(*(f"line number {number} of the menu" for number in range(40)), LONG)
    assert count_votes(found, [LONG]).near == list(range(40 - NEAR, 41))


def test_a_script_without_spaces_has_a_length_too():
    (words,) = count_votes(made("東京都は金曜日に港を浚渫することを決めたと発表した"), [""]).words
    assert 4 < words < 12


@given(
    st.lists(st.text(alphabet="abc ", min_size=1, max_size=30).filter(str.strip), max_size=12),
    st.text(alphabet="abc \n", max_size=80),
)
def test_shares_lie_between_none_and_all(texts, text):
    votes = count_votes(made(*texts), [text, "", " ".join(texts)])
    assert all(0 <= share <= 1 for shares in votes.shares for share in shares)
    assert len(votes.shares) == len(votes.mean) == len(votes.words) == len(votes.repeated) == len(votes.before)
    assert set(votes.chosen) <= set(votes.near)
