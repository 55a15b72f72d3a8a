"""Refusals of a ledger with a password, and what is printed on its recovery sheet."""

from __future__ import annotations

LOCK_REFUSALS: dict[str, tuple[str, str]] = {
    "ledger_locked": (
        "账本 {file} 设有密码。命令行用 --password-file 或环境变量 ZOUFANG_PASSWORD 给出密码。",
        "The ledger {file} has a password: give it with --password-file or in ZOUFANG_PASSWORD.",
    ),
    "backup_locked": (
        "这份备份是用另一个密码锁的，请输入当时的密码。",
        "This backup is locked by another password; give the one of that time.",
    ),
    "ledger_not_locked": ("账本 {file} 没有设密码。", "The ledger {file} has no password."),
    "ledger_in_use": (
        "账本 {file} 还开着（另一个窗口或命令）。请先全部关掉，再设置或取消密码。账本没有改动。",
        "The ledger {file} is open elsewhere; close it first. Nothing was changed.",
    ),
    "ledger_password_wrong": (
        "密码不对。请看看大小写和输入法，再试一次。",
        "The password is wrong; check upper and lower case, and try again.",
    ),
    "ledger_password_wrong_wait": (
        "密码不对。请等 {seconds} 秒再试；想不起来，可以用恢复单上的恢复码。",
        "The password is wrong. Wait {seconds} seconds, or use the code on the recovery sheet.",
    ),
    "ledger_password_wait": (
        "刚才密码错了几次，还要等 {seconds} 秒才能再试。",
        "After several wrong passwords: wait {seconds} more seconds.",
    ),
    "lock_password_short": ("密码太短，至少 {least} 个字。", "The password is too short: at least {least} characters."),
    "lock_password_long": ("密码太长，最多 {most} 个字。", "The password is too long: at most {most} characters."),
    "lock_password_character": (
        "密码里有打不出来的字符，请换一个。",
        "The password holds a character that cannot be typed.",
    ),
    "lock_password_missing": (
        "没有收到密码：密码文件的第一行是空的，或者读不了。",
        "No password came: the first line of its file is empty, or cannot be read.",
    ),
    "lock_passwords_differ": ("两次输入的密码不一样。", "The two passwords differ."),
    "key_file_missing": (
        "打不开：缺少钥匙文件 {file}。请从备份的文件夹里把它拷到账本所在的文件夹 {folder}，再试一次。",
        "The key file {file} is missing; copy it from a backup's folder into {folder}.",
    ),
    "recovery_code_length": (
        "恢复码应有 {needed} 个字符，现在是 {length} 个。",
        "The recovery code has {needed} characters, not {length}.",
    ),
    "recovery_code_group": (
        "恢复码的第 {group} 组看错了，请对着恢复单再看一遍。",
        "Group {group} of the recovery code was misread.",
    ),
    "recovery_code_wrong": (
        "这个恢复码打不开这份账本：可能是别的账本的，或者改密码以后已经换了新的恢复单。",
        "This code does not open this ledger: it is another's, or was replaced by a later sheet.",
    ),
}

WHAT_IS_LOST = (
    "密码和恢复单都没有了，这份账本和它的备份就再也打不开，谁也帮不了。交给镇里的工作簿不受影响，可以请镇里发回来重新建账。",
    "Without both password and recovery sheet the ledger and its backups cannot be opened by anybody. Workbooks handed "
    "to the town are not affected.",
)
"""Said wherever a password is set."""
