#!/usr/bin/env bash
# Install the system packages that are missing, if that is permitted; else name them and go on.
#
#   scripts/system_packages.sh [screen] [office] [package]
#
# Always looked after: Python with venv, what Qt needs to draw at all, a Chinese font.
#   screen    a virtual X display
#   office    LibreOffice's spreadsheet program
#   package   the tools PyInstaller calls
# Nothing is asked and nothing is read from standard input. The exit status is always 0: what is really needed
# and still missing shows itself, by name, in the step that needs it.
set -u
exec < /dev/null
cd "$(dirname "$0")/.."

missing=()
library() { # library SONAME PACKAGE
    ldconfig_list=${ldconfig_list:-$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2> /dev/null)}
    [[ $ldconfig_list == *"$1 "* ]] || missing+=("$2")
}
program() { # program NAME PACKAGE
    command -v "$1" > /dev/null || missing+=("$2")
}

python=$(scripts/find_python.sh 2> /dev/null)
if [[ -n $python ]]; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    "$python" -c 'import ensurepip, venv' 2> /dev/null || missing+=("python$version-venv")
elif command -v python3 > /dev/null; then
    missing+=(python3.11 python3.11-venv) # the distribution's own is too old
else
    missing+=(python3 python3-venv)
fi

library libglib-2.0.so.0 libglib2.0-0
library libGL.so.1 libgl1
library libEGL.so.1 libegl1
library libdbus-1.so.3 libdbus-1-3
library libfontconfig.so.1 libfontconfig1
library libxkbcommon.so.0 libxkbcommon0
library libxcb-cursor.so.0 libxcb-cursor0
library libxcb-icccm.so.4 libxcb-icccm4
library libxcb-keysyms.so.1 libxcb-keysyms1
library libxcb-shape.so.0 libxcb-shape0
library libxcb-randr.so.0 libxcb-randr0
library libxkbcommon-x11.so.0 libxkbcommon-x11-0
library libcups.so.2 libcups2
program fc-list fontconfig
fonts=$(fc-list :lang=zh-cn family 2> /dev/null)
[[ -n $fonts ]] || missing+=(fonts-wqy-zenhei)

for part in "$@"; do
    case $part in
        screen)
            program Xvfb xvfb
            program xvfb-run xvfb
            program xauth xauth
            ;;
        office)
            program soffice libreoffice-calc
            ;;
        package)
            program objdump binutils
            ;;
        *)
            echo "system_packages.sh: no such part: $part" >&2
            exit 2
            ;;
    esac
done

((${#missing[@]})) || exit 0
mapfile -t missing < <(printf '%s\n' "${missing[@]}" | sort -u)

ask_administrator() {
    {
        echo "These system packages are missing${1:+ ($1)}: ${missing[*]}"
        echo "Please ask the administrator of this computer to run:"
        echo "    apt-get install --no-install-recommends ${missing[*]}"
    } >&2
    exit 0
}

command -v apt-get > /dev/null || ask_administrator "no apt-get here; the names are Debian's"
as_root=()
if ((EUID != 0)); then
    command -v sudo > /dev/null && sudo -n true 2> /dev/null || ask_administrator "installing needs root"
    as_root=(sudo -n)
fi

echo "Installing missing system packages: ${missing[*]}"
install() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install --yes --quiet --no-install-recommends "${missing[@]}" > "$log" 2>&1
}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# A fresh machine has no package lists yet.
install || { "${as_root[@]}" apt-get update --quiet > "$log" 2>&1 && install; } || {
    tail -n 5 "$log" >&2
    ask_administrator "apt-get could not install them"
}
