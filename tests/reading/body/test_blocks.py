"""Every run of text on a page becomes one block, with its links and the elements around it."""

from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from aggregator.reading.body.blocks import MOST_BLOCKS, blocks
from aggregator.reading.plain import fold


def texts(html: str) -> list[str]:
    return [block.text for block in blocks(BeautifulSoup(html, "lxml"))]


def test_paragraphs_lists_and_navigation_are_blocks_alike():
    assert texts("<nav><a href=/>Home</a></nav><p>One</p><ul><li>Two<li>Three</ul>") == ["Home", "One", "Two", "Three"]


def test_inline_elements_do_not_cut_a_block():
    assert texts("<p>The <b>old</b> mill <a href=/m>burned</a>.</p>") == ["The old mill burned."]


def test_a_double_line_break_parts_blocks_and_a_single_one_does_not():
    assert texts("<div>One<br>more<br><br>Two</div>") == ["One more", "Two"]


def test_a_row_of_plain_cells_is_one_block():
    assert texts("<table><tr><th>Name<th>Points<tr><td>Ada<td>12</table>") == ["Name Points", "Ada 12"]


def test_cells_that_hold_paragraphs_are_read_by_paragraph():
    assert texts("<table><tr><td><p>One</p><p>Two</p></td><td>Side</td></tr></table>") == ["One", "Two", "Side"]


def test_scripts_styles_and_pictures_are_no_text():
    assert texts("<script>x()</script><style>p{}</style><svg><text>no</text></svg><p>Yes</p>") == ["Yes"]


def test_an_article_that_broken_markup_puts_into_a_picture_is_read():
    paragraphs = "".join(f"<p>{'word ' * 60}{number}</p>" for number in range(20))
    assert len(texts(f"<picture><source>{paragraphs}</picture>")) == 20


def test_an_article_within_a_form_or_a_button_is_read():
    assert texts("<form><button><div><p>Within a form.</p></div></button></form>") == ["Within a form."]


def test_what_stands_outside_the_body_is_read_too():
    soup = BeautifulSoup("<html><body><p>In</p></body></html>", "lxml")
    late = soup.new_tag("p")
    late.string = "After"
    assert soup.html is not None
    soup.html.append(late)
    assert [block.text for block in blocks(soup)] == ["In", "After"]


def test_a_blocks_links_are_spans_of_its_text():
    (block,) = blocks(BeautifulSoup("<p>See <a href='/a'>the plan</a> and <a href=/b> more </a>.</p>", "lxml"))
    assert [(block.text[link.start : link.end], link.href) for link in block.links] == [
        ("the plan", "/a"),
        ("more", "/b"),
    ]
    assert block.linked == (8 + 4) / len(block.text)


def test_a_block_knows_the_elements_around_it_outermost_first():
    (block,) = blocks(BeautifulSoup("<article><div><p>One</p></div></article>", "lxml"))
    assert [element.name for element in block.path] == ["html", "body", "article", "div", "p"]
    assert block.name == "p"


def test_a_page_of_endless_blocks_is_cut():
    assert len(texts("<p>x</p>" * (MOST_BLOCKS + 50))) == MOST_BLOCKS


MARKUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<div>", "</div>", "<br>", "<a href='/x'>", "</a>", "<td>", "<tr>", "<table>", "</table>"]
    )
    | st.text(alphabet="ab \n\u00a0é", max_size=12),
    max_size=40,
)


@given(MARKUP)
def test_whatever_the_markup_blocks_are_folded_and_hold_all_the_words(pieces):
    soup = BeautifulSoup("".join(pieces) or "<p></p>", "lxml")
    found = blocks(soup)
    assert all(block.text == fold(block.text) != "" for block in found)
    assert "".join("".join(block.text.split()) for block in found) == "".join(soup.get_text().split())
    for block in found:
        assert all(0 <= link.start < link.end <= len(block.text) for link in block.links)
