#!/bin/sh
# Bring the catalogues up to date with the messages in code and templates, and compile them.
# New messages come out empty and changed ones marked fuzzy: a test refuses both.
set -eu
cd "$(dirname "$0")/.."
bin=.venv/bin
pot=$(mktemp)
trap 'rm -f "$pot"' EXIT

"$bin/pybabel" -q extract -F babel.cfg -k N_ --add-location=file --sort-by-file \
    --project=wangge -o "$pot" .
"$bin/pybabel" -q update -i "$pot" -d app/translations --no-wrap --no-fuzzy-matching \
    --ignore-obsolete --ignore-pot-creation-date
"$bin/pybabel" -q compile -d app/translations --statistics
