#!/bin/sh
# Runs a Python >= 3.11 that can make environments, whatever it is called here: dev/python.sh ARGUMENTS…
# $PYTHON, if set, is the only one asked. Names are tried by running them: a name may exist and lead nowhere.
fit='import sys; sys.exit(sys.version_info < (3, 11))'
whole='import venv, ensurepip'

found=
for python in ${PYTHON:-python3.13 python3.12 python3.11 python3 python3.14 python3.15 python}; do
    "$python" -c "$fit" >/dev/null 2>&1 || continue
    found=$python
    "$python" -c "$whole" >/dev/null 2>&1 && exec "$python" "$@"
done

if [ -n "$found" ]; then
    echo "✗ $found has no venv module: install it (Debian, Ubuntu: apt install python3-venv), then run this again." >&2
else
    echo "✗ No Python 3.11 or newer found${PYTHON:+ under the name $PYTHON}: install one (Debian, Ubuntu: apt install python3 python3-venv), or name it: make up PYTHON=/path/to/python3.11" >&2
fi
exit 1
