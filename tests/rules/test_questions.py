"""Our survey questions: plain, coded for good, and checked with sentences people understand."""

import pytest

from rules.answers import check_answer, shown
from rules.questions import SURVEYS, missing, part, part_to_resume, sample_answers, survey

EVERY_QUESTION = [question for each in SURVEYS.values() for question in each.questions]
CODES = {question.code: question for question in EVERY_QUESTION}
HOURS, WORKED, OBSTACLES = (
    CODES["hours_last_week"],
    CODES["worked_last_week"],
    CODES["learning_obstacles"],
)


def test_three_surveys_of_four_parts_with_three_to_five_questions():
    assert list(SURVEYS) == [1, 2, 3]
    for each in SURVEYS.values():
        assert [page.number for page in each.parts] == [1, 2, 3, 4]
        assert all(3 <= len(page.questions) <= 5 for page in each.parts)


@pytest.mark.parametrize("question", EVERY_QUESTION, ids=lambda question: question.code)
def test_a_question_is_short_and_says_what_is_missing(question):
    words = [question.text, question.missing, question.hint]
    assert all(len(text.split()) <= 15 and "Anda" not in text for text in words)
    assert question.optional or question.missing
    assert len(question.code) <= 40


def test_a_code_is_asked_once_a_survey_and_means_the_same_in_all():
    for each in SURVEYS.values():
        codes = [question.code for question in each.questions]
        assert len(codes) == len(set(codes))
    assert all(CODES[question.code] == question for question in EVERY_QUESTION)


def test_a_survey_or_part_that_does_not_exist_raises_key_error():
    for ordinal, number in ((4, 1), (0, 1), (1, 0), (1, 5)):
        with pytest.raises(KeyError):
            part(ordinal, number)


@pytest.mark.parametrize("raw", [[], [""], ["pilot"], ["wage", "looking"]])
def test_one_choice_must_be_one_of_the_options(raw):
    assert check_answer(WORKED, raw) == ("", "Pilih apakah kamu bekerja minggu lalu")


@pytest.mark.parametrize(
    ("typed", "kept"), [("0", "0"), (" 30 ", "30"), ("030", "30"), ("112", "112")]
)
def test_hours_from_0_to_112_are_kept(typed, kept):
    assert check_answer(HOURS, [typed]) == (kept, "")


@pytest.mark.parametrize("typed", ["-1", "113", "1.000", "999999999"])
def test_hours_outside_are_named_with_their_range(typed):
    assert check_answer(HOURS, [typed]) == ("", "Jam kerja seminggu harus 0 sampai 112")


@pytest.mark.parametrize("typed", ["tiga", "7,5", "4.5", "٣", "1e2", "9" * 5000])
def test_hours_that_are_no_whole_number_say_so(typed):
    said = "Jam kerja seminggu harus angka bulat, 0 sampai 112"
    assert check_answer(HOURS, [typed]) == ("", said)


def test_hours_left_empty_ask_for_them():
    assert check_answer(HOURS, []).problem == "Tulis jam kerjamu minggu lalu"


def test_several_choices_are_kept_in_the_order_of_the_question():
    assert check_answer(OBSTACLES, ["time", "signal"]) == ("signal,time", "")
    assert check_answer(OBSTACLES, ["signal,time"]) == ("signal,time", "")


def test_no_difficulty_goes_with_no_other_choice():
    said = "Pilih «Tidak ada kesulitan» tanpa pilihan lain"
    assert check_answer(OBSTACLES, ["signal", "none"]) == ("", said)


def test_an_unknown_choice_among_several_is_not_kept():
    assert check_answer(OBSTACLES, ["signal", "<b>"]).problem == "Pilih kesulitanmu selama belajar"


def test_optional_text_may_stay_empty_and_loses_control_characters():
    story = CODES["story"]
    assert check_answer(story, [" "]) == ("", "")
    assert check_answer(story, ["Buka\x00 warung\r\nsambal"]) == ("Buka warung\nsambal", "")


def test_text_that_is_too_long_says_by_how_much():
    said = "Tulis paling banyak 100 huruf. Kamu menulis 101."
    assert check_answer(CODES["next_topic"], ["a" * 101]) == ("", said)


def test_missing_names_the_open_questions_and_the_page_to_go_on():
    answers = sample_answers(1)
    assert missing(1, answers) == []
    assert part_to_resume(1, answers) is None
    del answers["hours_last_week"]
    assert missing(1, answers) == [HOURS]
    assert part_to_resume(1, answers) == 2
    assert part_to_resume(1, {}) == 1


def test_an_answer_reads_as_its_labels_and_unit():
    assert shown(OBSTACLES, "signal,time") == "Sinyal atau kuota internet, Waktu belajar"
    assert shown(HOURS, "30") == "30 jam"
    assert shown(CODES["story"], "") == ""


def test_optional_questions_are_not_counted_as_required():
    assert len(survey(1).questions) - len(survey(1).required) == 2
