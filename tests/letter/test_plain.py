from sqs.letter.plain import one_line


def test_white_space_becomes_one_space_but_a_no_break_space_stays():
    assert one_line(" a\r\n\tb\u2028c\u00a0d ") == " a b c\u00a0d "


def test_what_xml_forbids_is_left_out():
    assert one_line("a\x00b\x1bc\x7fd\ufffee\ud800f") == "abcdef"


def test_marks_that_turn_words_round_or_join_pictures_are_left_out():
    assert one_line("a\u202eb\u200dc\ufeffd\u2066e\ufe0f") == "abcde"
