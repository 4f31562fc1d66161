"""Two texts side by side: only what differs, with a few words around it."""

from parties.history.word_diff import word_changes


def told(was: str, becomes: str) -> str:
    marks = {"gone": "[-{}-]", "new": "[+{}+]", "same": "{}", "cut": "{}"}
    return "".join(marks[piece.kind].format(piece.text) for piece in word_changes(was, becomes))


def test_a_changed_word_stands_between_what_stayed():
    assert told("groeit met 75 woningen", "groeit met 80 woningen") == "groeit met [-75 -][+80 +]woningen"


def test_words_that_stayed_are_cut_far_from_the_change():
    words = " ".join(str(number) for number in range(40))
    assert told(words, words.replace("20", "twintig")) == ("… 14 15 16 17 18 19 [-20 -][+twintig +]21 22 23 24 25 26 … ")


def test_words_between_two_changes_are_cut_in_the_middle():
    words = " ".join(str(number) for number in range(22))
    was, becomes = f"eerst {words} laatst", f"begin {words} einde"
    assert told(was, becomes) == "[-eerst -][+begin +]0 1 2 3 4 5 … 16 17 18 19 20 21 [-laatst -][+einde+]"


def test_added_and_removed_words():
    assert told("een", "een twee") == "een [+twee+]"
    assert told("een twee drie", "een drie") == "een [-twee -]drie"


def test_words_at_the_end():
    assert told("wij starten.", "wij starten. Nu met meer.") == "wij starten. [+Nu met meer.+]"
    assert told("wij starten. Nu met meer.", "wij starten.") == "wij starten. [-Nu met meer.-]"


def test_lines_stay_lines():
    assert told("- een\n- twee", "- een\n- drie\n- twee") == "- een\n- [+drie\n- +]twee"


def test_equal_texts_have_nothing_to_tell():
    assert {piece.kind for piece in word_changes("een", "een")} == {"same"}
