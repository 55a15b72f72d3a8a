import subprocess
import sys

import pytest

from desktop.data.pinyin import full, initials


@pytest.mark.parametrize(
    ("name", "letters", "short"),
    [
        ("张三", "zhangsan", "zs"),
        ("曾小英", "zengxiaoying", "zxy"),
        ("单田", "shantian", "st"),
        ("仇英", "qiuying", "qy"),
        ("覃玉", "qinyu", "qy"),
        ("翟明", "zhaiming", "zm"),
        ("查良", "zhaliang", "zl"),
        ("朴树", "piaoshu", "ps"),
        ("区文", "ouwen", "ow"),
        ("解红", "xiehong", "xh"),
        ("盖丽", "geli", "gl"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("万俟雅", "moqiya", "mqy"),
        ("吕布", "lvbu", "lb"),
        ("𠮷田㛃", "jitianjie", "jtj"),
        ("李 A-2", "lia2", "la2"),
        ("\ue08b王", "wang", "w"),
        ("", "", ""),
    ],
)
def test_names_of_persons(name: str, letters: str, short: str) -> None:
    assert full(name) == letters
    assert initials(name) == short


def test_a_place_has_no_surname() -> None:
    assert full("单位", person=False) == "danwei"
    assert full("单位") == "shanwei"


def test_the_dictionary_is_read_only_when_it_is_needed() -> None:
    code = "import sys, desktop.data.pinyin, desktop.data.divisions; sys.exit('pypinyin' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
