"""What each number of the figures means, in a sentence: the help, the hints in the window and the command line say it.

Names are those of :data:`desktop.reports.counts.COUNTS`.
"""

from __future__ import annotations

MEANINGS: dict[str, tuple[str, str]] = {
    "carried": (
        "本期开始前一天还在办理中的。",
        "Being worked on the day before the period began.",
    ),
    "built": (
        "本期第一次建账交办（或当场解决）的，按办理日期算；只登记、还是草稿的不算。",
        "First assigned, or solved on the spot, in the period; drafts do not count.",
    ),
    "on_the_spot": ("本期建账的当中，当场解决、没有交办的。", "Of those built: solved on the spot."),
    "on_the_books": ("上期接转的办理中，加上本期建账的。", "Carried over, and built in the period."),
    "closed": (
        "本期销号、到期末仍是已销号的，按销号日期算；期内又复号的不算。",
        "Closed in the period, and still closed at its end.",
    ),
    "substantive": ("办结的当中，办结方式是实质性的。", "Of those closed: substantive."),
    "staged": ("办结的当中，办结方式是阶段性的。", "Of those closed: staged."),
    "procedural": (
        "办结的当中，办结方式是程序性的；单列，不算解决。",
        "Of those closed: procedural; counted apart.",
    ),
    "unsaid": ("办结的当中，没有填办结方式的。", "Of those closed: kind not given."),
    "closed_reported": ("办结的当中，呈报过上级的。", "Of those closed: once reported up."),
    "reopened": (
        "以前已销号、本期又复号的；以前月份的办结数不改。",
        "Closed before the period and reopened in it; earlier months stay as they were.",
    ),
    "refused": ("建账后又退回、本期不予受理的。", "In the book, and refused in the period."),
    "merged": ("建账后又退回、本期合并到别的问题的。", "In the book, and merged in the period."),
    "void": ("建账后本期作废的。", "In the book, and made void in the period."),
    "transferred": ("办理中移送的。", "Transferred while being worked on."),
    "working": (
        "期末已建账、没有销号、也没有不予受理、合并、作废、移送的；退回后等着重新交办的也算。",
        "In the book at the end of the period, and neither closed nor ended.",
    ),
    "suspended": ("期末办理中的当中，状态是挂账的。", "Of those being worked on: suspended."),
    "long_term": ("期末办理中的当中，状态是长期坚持的。", "Of those being worked on: kept up for long."),
    "with_superior": ("期末办理中的当中，已呈报、等上级回复的。", "Of those being worked on: with superiors."),
    "overdue": (
        "期末办理中的当中，按当时有效的时限已经超过的；已申请销号的看实际完成日期，挂账的看下次复查日。",
        "Of those being worked on: past the deadline then in force.",
    ),
    "yellow": ("期末办理中的当中，被黄牌督办的。", "Of those being worked on: with a yellow card."),
    "red": ("期末办理中的当中，被红牌督办的。", "Of those being worked on: with a red card."),
    "reported_up": ("本期呈报过上级的。", "Reported up in the period."),
    "extended": ("本期批准过延期的；一件延几次，另记次数。", "Extended in the period; how often is said apart."),
    "closed_and_reopened": (
        "本期销号、本期又复号的；期末若又销号了，也计入办结。",
        "Closed and reopened within the period.",
    ),
    "transferred_after": ("本期移送的、移送前已经销号的。", "Transferred after having been closed."),
    "never_built": (
        "没有建账，本期就不予受理、合并、作废或移送的；不进台账，单列。",
        "Ended in the period without having been built.",
    ),
    "timed": ("办结的当中，定过时限的。", "Of those closed: with a deadline."),
    "untimed": (
        "办结的当中，没有定时限的（多是当场解决）；不计入按期办结率。",
        "Of those closed: without a deadline; in no rate.",
    ),
    "on_time": (
        "办结的当中，在最初定的时限内完成的；延期、更正、恢复整改改晚了的时限不算。",
        "Of those closed: done by the deadline first set.",
    ),
    "on_time_extended": (
        "办结的当中，在最后有效的时限内完成的，延期的也算。",
        "Of those closed: done by the deadline in force at the end.",
    ),
    "closed_late": ("办结的当中，超过最后有效的时限才完成的。", "Of those closed: done after the deadline."),
    "answered": (
        "办结的当中，向反映人反馈过或问过满意度的。",
        "Of those closed: those who raised it were told or asked.",
    ),
    "satisfied": ("办结的当中，满意度是满意的。", "Of those closed: satisfied."),
    "mostly": ("办结的当中，满意度是基本满意的。", "Of those closed: mostly satisfied."),
    "dissatisfied": ("办结的当中，满意度是不满意的。", "Of those closed: dissatisfied."),
    "otherwise": ("办结的当中，满意度是其他的。", "Of those closed: another answer."),
    "content": ("办结的当中，满意和基本满意的。", "Of those closed: satisfied or mostly so."),
    "asked": ("办结的当中，问过满意度的。", "Of those closed: asked."),
    "unasked": (
        "办结的当中，没有问满意度的；不计入满意率。",
        "Of those closed: not asked; not in the rate of satisfaction.",
    ),
    "repeated": (
        "本期作为重复合并的，和因同一问题重报而复号的。",
        "Merged as a repetition, or reopened because it was raised again.",
    ),
    "withdrawn": (
        "本期建账、后来当作录错撤回的；别的数字都不算它。",
        "Built in the period and withdrawn as an error since; in no other number.",
    ),
    "typed_late": (
        "办理在本期、期末以后才录入的；会使本期的数字和当时报的不同。",
        "With steps of the period that were typed after it had ended.",
    ),
}


def meaning(count: str, language: str = "zh") -> str:
    """What a number means; empty for an unknown one."""
    return MEANINGS.get(count, ("", ""))[1 if language == "en" else 0]
