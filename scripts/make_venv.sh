#!/usr/bin/env bash
# Create .venv afresh and put the checkout on its path.
set -eu
cd "$(dirname "$0")/.."
python=$(scripts/find_python.sh)
"$python" -m venv --clear .venv
.venv/bin/python - << 'EOF'
import pathlib
import sysconfig

pathlib.Path(sysconfig.get_path("purelib"), "zoufang.pth").write_text(f"{pathlib.Path.cwd()}\n")
EOF
