#!/bin/sh
# Makes the virtual environment of this checkout: make-venv.sh FOLDER
# Takes $PYTHON, else the newest Python that is here; says what to install where there is none.
set -eu
folder=$1

fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

python=
for candidate in ${PYTHON:-python3.14 python3.13 python3.12 python3.11 python3 python}; do
    # Run it, do not only look for it: a version manager's shim may stand for a version that is not active.
    if fits "$candidate"; then python=$candidate; break; fi
done
if [ -z "$python" ]; then
    echo "kubepki needs Python 3.11 or newer, and ${PYTHON:-none of python3.14 … python3} is that. Install one" >&2
    echo "(Debian, Ubuntu: sudo apt-get install python3 python3-venv; macOS: brew install python), or say which: make PYTHON=…" >&2
    exit 1
fi

if ! "$python" -m venv "$folder" >&2; then
    rm -rf "$folder"
    echo "$python cannot make a virtual environment. On Debian and Ubuntu: sudo apt-get install python3-venv" >&2
    exit 1
fi
