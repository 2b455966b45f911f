"""Four languages, none with a gap: every text in the source has its translation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from formcheck.flags.codes import FLAGS
from formcheck_ui import theme, words
from formcheck_ui.i18n import language
from formcheck_ui.i18n.language import LANGUAGES, Catalogue
from formcheck_ui.live import phrases
from formcheck_ui.settings import labels
from gui import i18n_texts
from gui.conftest_types import MakeWindow
from support.ears import RecordedSpeech

OTHERS = tuple(code for code in LANGUAGES if code != "en")
WAIT_MS = 20_000


@pytest.fixture(params=OTHERS)
def spoken(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """Let the application speak each language in turn; asked for before any window is made."""
    yield language.install(qapp, request.param)
    language.install(qapp, "en")
    theme.apply(qapp, "dark")


@pytest.mark.parametrize("code", OTHERS)
def test_no_text_is_missing(code: str) -> None:
    assert i18n_texts.missing(code) == [], (
        f"fill in ui/formcheck_ui/i18n/{code}.json; python tests/gui/i18n_texts.py {code}"
    )


@pytest.mark.parametrize("code", OTHERS)
def test_no_translation_is_empty_or_left_over(code: str) -> None:
    used = {each.text for each in i18n_texts.texts()}
    known = i18n_texts.catalogue(code)
    assert [key for key, text in known.items() if not text] == []
    assert [key for key in known if i18n_texts.english(key) not in used] == []


@pytest.mark.parametrize("code", [*OTHERS, "en"])
def test_every_placeholder_survives(code: str) -> None:
    wrong = [
        (key, form)
        for key, text in i18n_texts.catalogue(code).items()
        for form in (text if isinstance(text, list) else [text])
        if _holes(form) != _holes(i18n_texts.english(key))
    ]
    assert wrong == []


def _holes(text: str) -> list[str]:
    return sorted(re.findall(r"\{[^}]*\}|%n", text))


@pytest.mark.parametrize("code", [*OTHERS, "en"])
def test_texts_with_a_number_have_two_forms(code: str) -> None:
    known = i18n_texts.catalogue(code)
    counted = {each.text for each in i18n_texts.texts() if "%n" in each.text}
    assert counted == {key for key, text in known.items() if isinstance(text, list)}


def test_one_and_more_are_told_apart() -> None:
    text = "By your labels in %n clip(s). "
    english, french = Catalogue("en"), Catalogue("fr")
    assert english.translate("x", text, None, 1).endswith("clip. ")
    assert english.translate("x", text, None, 0).endswith("clips. ")
    assert french.translate("x", text, None, 0).endswith("clip. ")


def test_the_same_english_may_mean_two_things(spoken: str) -> None:
    assert phrases.topic("light") != labels.choice("light")
    back = QCoreApplication.translate("Tour", "Back")
    assert back != QCoreApplication.translate("CurveMenu", "Back")


def test_the_tables_speak_the_language(spoken: str) -> None:
    assert words.flag_cue("rounded_back", "") != FLAGS["rounded_back"].cue
    assert phrases.message("rest_of", "0:10", "1:30") not in ("", "Rest 0:10 of 1:30")
    help_text = labels.help_text(labels.rows(labels.PAGES[0])[0])
    assert help_text != labels.rows(labels.PAGES[0])[0].help


def test_qts_own_buttons_speak_it_too(spoken: str) -> None:
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") != "Cancel"


def test_the_voice_speaks_the_windows_language(
    spoken: str, qtbot: Any, make_window: MakeWindow, heard: Any, speech: RecordedSpeech
) -> None:
    window = make_window(heard)
    window.start_camera(0)
    qtbot.waitUntil(lambda: words.flag_cue("rounded_back", "") in speech.texts, timeout=WAIT_MS)
    assert {code for _, code, _ in speech.said} == {spoken}


def test_an_unknown_system_language_is_english(monkeypatch: pytest.MonkeyPatch) -> None:
    class Finnish:
        @staticmethod
        def system() -> Any:
            return Finnish()

        def uiLanguages(self) -> list[str]:
            return ["fi-FI", "fi"]

    monkeypatch.setattr(language, "QLocale", Finnish)
    assert language.resolve("auto") == "en"
    assert language.resolve("fr") == "fr"
    assert language.resolve("xx") == "en"


@pytest.mark.parametrize("size", [(1024, 640), (1280, 800)])
@pytest.mark.parametrize("live", [False, True], ids=["start", "live"])
def test_no_button_or_label_is_cut_off(
    spoken: str,
    qtbot: Any,
    make_window: MakeWindow,
    standing: Any,
    size: tuple[int, int],
    live: bool,
) -> None:
    window = make_window(standing)
    window.resize(*size)
    window.commands["settings"].trigger()
    window.commands["shortcuts"].trigger()
    if live:
        window.start_camera(0)
        qtbot.waitUntil(lambda: window.setup_panel.advice.text() != "", timeout=WAIT_MS)
        # Until the texts have been laid out.
        painted = window.view.painted
        qtbot.waitUntil(lambda: window.view.painted > painted + 2, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: window.width() == size[0], timeout=WAIT_MS)
    window.grab()
    cut = [
        each.text()
        for parent in (window, window.live_desk.settings, window.live_desk.sheet)
        for each in parent.findChildren(QWidget)
        if each.isVisible()
        and isinstance(each, QLabel | QAbstractButton)
        # Its figures change with every frame, and its room a moment later.
        and each.parent() is not window.strip
        and _is_cut(each)
    ]
    assert cut == []


def _is_cut(widget: QLabel | QAbstractButton) -> bool:
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.height() < widget.heightForWidth(widget.width()) - 1
    longest = max(widget.text().split("\n"), key=len)
    return QFontMetricsF(widget.font()).horizontalAdvance(longest) > widget.width() + 1
