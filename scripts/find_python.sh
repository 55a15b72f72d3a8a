#!/usr/bin/env bash
# Print a Python interpreter the locked packages have wheels for: 3.11 to 3.13.
set -u
for candidate in ${PYTHON:-} python3.11 python3 python3.12 python3.13; do
    if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' > /dev/null 2>&1; then
        command -v "$candidate"
        exit 0
    fi
done
echo "Zoufang needs Python 3.11, 3.12 or 3.13; none was found." >&2
exit 1
