"""PINs, masks and the access log in words."""

from __future__ import annotations

PRIVACY_REFUSALS: dict[str, tuple[str, str]] = {
    "may_not_see": (
        "{actor}的职责不能看完整的个人信息。可以请{people}来看，或由负责人在“设置 · 人员”里改职责。",
        "The duties of {actor} do not allow seeing personal data; ask {people}.",
    ),
    "not_in_charge": (
        "这件事由负责人来办：{people}。现在是{actor}。",
        "This is for the person in charge: {people}. Now working: {actor}.",
    ),
    "pin_charge_first": (
        "请先给负责人设口令：{people}。不然谁都可以换成负责人，再改别人的口令。",
        "Give the person in charge a PIN first ({people}); else anybody could work as them and set PINs anew.",
    ),
    "pin_needed": (
        "{name}设了口令，请加 --pin-stdin，从标准输入给出。",
        "{name} has a PIN; give it on standard input with --pin-stdin.",
    ),
    "pin_wrong": ("口令不对。", "The PIN is wrong."),
    "pin_wrong_wait": ("口令不对，请过 {time}再试。", "The PIN is wrong; try again in {time}."),
    "pin_wait": ("口令输错的次数多了，还要等 {time}才能再试。", "Too many wrong PINs; wait another {time}."),
    "public_doubtful": (
        "公示前请看这 {total} 处，像是证件号、电话，程序没有全遮住：{places}。改好再导出，或加 --anyway。",
        "Look at {total} places before posting; they may hold numbers the mask does not know: {places}. "
        "Change them, or add --anyway.",
    ),
    "nothing_to_anonymise": (
        "没有到期的记录。请先在“设置 · 隐私”里定保留年限。",
        "No record is past its period; set the periods first.",
    ),
}

ACTS: dict[str, tuple[str, str]] = {
    "seen": ("查看", "Seen"),
    "listed": ("命令列出", "Listed by command"),
    "printed": ("打印、存为 PDF", "Printed or saved as PDF"),
    "filled": ("填写表样", "Filled into a form"),
    "entered": ("录入时带出", "Brought into a new record"),
    "pin_set": ("设口令", "PIN set"),
    "pin_removed": ("去掉口令", "PIN removed"),
    "log_exported": ("导出查看登记", "Access log exported"),
    "log_salvaged": ("从损坏的账本救出登记，说明里是没有救出的序号", "Log salvaged; these entries were lost"),
}
"""What the access log notes, by code."""


def act_words(act: str, language: str = "zh") -> str:
    """What somebody did, as the access log says it."""
    pair = ACTS.get(act, (act, act))
    return pair[language == "en"]


def acts_named(language: str = "zh") -> list[tuple[str, str]]:
    """What the access log notes: codes and words."""
    return [(act, act_words(act, language)) for act in ACTS]


def delay_words(seconds: int, language: str = "zh") -> str:
    """Seconds or, from two minutes on, minutes."""
    is_english = language == "en"
    if seconds < 120:
        return f"{seconds} seconds" if is_english else f"{seconds} 秒"
    minutes = -(-seconds // 60)
    return f"{minutes} minutes" if is_english else f"{minutes} 分钟"
