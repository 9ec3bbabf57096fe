"""The trees that are shipped fit the features that the code makes, and say the same every time."""

from bs4 import BeautifulSoup

from aggregator.reading.body.features import FEATURES, READERS, judged_page
from aggregator.reading.body.forest import Forest, forest


def nodes(tree):
    if isinstance(tree, list):
        yield tree
        yield from nodes(tree[2])
        yield from nodes(tree[3])


def test_its_features_are_the_codes():
    assert forest().features == FEATURES
    assert len(set(FEATURES)) == len(FEATURES)


def test_every_node_asks_for_a_feature_that_is_there():
    asked = {node[0] for tree in forest().trees for node in nodes(tree)}
    assert asked <= set(range(len(FEATURES)))
    assert len(forest().trees) > 50
    assert 0 < forest().threshold < 1


def test_leaves_are_summed_and_squashed():
    stump = Forest(("a", "b"), 0.5, ([1, 2.0, -1.0, [0, 0.5, 0.0, 3.0]], 1.0))
    assert stump.probability([0.0, 2.0]) == 0.5
    assert stump.probability([0.0, 2.1]) == 1 / (1 + 2.718281828459045**-1)
    assert stump.probability([0.6, 9.0]) > 0.98


def test_a_row_has_a_number_for_each_feature():
    text = "The council of Fjordby decided on Friday to dredge the harbour at last."
    soup = BeautifulSoup(f"<main><h1>Harbour</h1><p>{text}</p><ul><li><a href=/>Home</a></ul></main>", "lxml")
    page = judged_page(soup, [text] * len(READERS))
    assert [block.text for block in page.blocks] == ["Harbour", text, "Home"]
    assert all(len(row) == len(FEATURES) and all(isinstance(value, float) for value in row) for row in page.rows)
    assert judged_page(soup, [text] * len(READERS)) == page
