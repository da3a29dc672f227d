"""Write resources/pinyin/readings.txt from pypinyin: one reading without tone per character.

    .venv/bin/python tools/build_pinyin.py

The program ships the table instead of importing pypinyin, which takes a third of a second and
60 MB. Run this again after a new version of pypinyin or a change to OVERRIDES below.
"""

import unicodedata
from collections import defaultdict
from pathlib import Path

from pypinyin.constants import PINYIN_DICT

TARGET = Path(__file__).resolve().parent.parent / "resources/pinyin/readings.txt"

# Where pypinyin's first reading is not the one that names of people, places, companies and
# courses have. Exceptions to these stand in phrases.txt and surnames.txt.
OVERRIDES = {
    "ba": "扒",
    "bo": "薄泊擘",
    "bu": "卜",
    "chang": "长",
    "chuo": "啜",
    "du": "都",
    "fo": "佛",
    "gua": "呱",
    "hu": "鹄",
    "jie": "诘",
    "kan": "阚",
    "miao": "缪",
    "lei": "肋",
    "liang": "靓",
    "liao": "潦",
    "que": "炔",
    "sheng": "晟",
    "si": "似伺俟",
    "tiao": "调",
    "xi": "蹊",
    "xiao": "削",
    "yin": "龈",
    "zeng": "曾",
    "zha": "轧",
    "zhuo": "琢",
    "zi": "仔",
    "zuo": "柞",
}


def without_tone(reading: str) -> str:
    """The syllable as it is typed: lǜ becomes lv."""
    letters = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def readings() -> dict[str, str]:
    """The most common reading of every character."""
    table = {
        chr(code): without_tone(unicodedata.normalize("NFC", known.split(",")[0]))
        for code, known in PINYIN_DICT.items()
    }
    for syllable, characters in OVERRIDES.items():
        table.update(dict.fromkeys(characters, syllable))
    return table


def main() -> None:
    """Group the characters by syllable and write one line for each."""
    by_syllable = defaultdict(list)
    table = readings()
    for character, syllable in table.items():
        if not (syllable.isascii() and syllable.isalpha()):
            raise ValueError(f"{character}: {syllable!r}")
        by_syllable[syllable].append(character)
    lines = [f"{syllable}\t{''.join(sorted(by_syllable[syllable]))}\n" for syllable in by_syllable]
    TARGET.write_text("".join(sorted(lines)), encoding="utf-8", newline="\n")
    print(f"{len(table)} characters, {len(lines)} syllables")


if __name__ == "__main__":
    main()
