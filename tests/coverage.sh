#!/usr/bin/env bash
# Line and branch coverage of the tests, one row a library. The report stays in artifacts/coverage.
#
#   tests/coverage.sh [test projects, default all that run in process]
#
# The runtime library is left out: coverlet rewrites what it counts, and the library's tests assert on allocation and on
# trimming of the very assembly that is shipped. Build and package tests run our code in other processes: nothing to count.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
results="$PWD/artifacts/coverage"
rm -rf "$results"
mkdir -p "$results"

if [ $# -eq 0 ]; then
  set -- tests/LambdaDestinations.{Templates,Generators,Testing,Tool}.Tests
fi

status=0
for project in "$@"; do
  dotnet test "$project" --collect "XPlat Code Coverage" --settings tests/coverage.runsettings --results-directory "$results/$(basename "$project")" --nologo -v:q || status=1
done

python3 - "$results" <<'PYTHON'
import collections
import os
import pathlib
import re
import sys
import xml.etree.ElementTree as xml

lines = collections.defaultdict(lambda: collections.defaultdict(int))
branches = collections.defaultdict(lambda: collections.defaultdict(lambda: (0, 0)))
for report in pathlib.Path(sys.argv[1]).rglob("coverage.cobertura.xml"):
    root = xml.parse(report).getroot()
    sources = [source.text for source in root.iter("source")]
    for package in root.iter("package"):
        for file in package.iter("class"):
            # Each report names files below a folder of its own choice.
            path = next((full for full in (os.path.normpath(os.path.join(x, file.get("filename"))) for x in sources) if os.path.exists(full)), file.get("filename"))
            for line in file.iter("line"):
                place = (path, line.get("number"))
                name = package.get("name")
                lines[name][place] = max(lines[name][place], int(line.get("hits")))
                counted = re.match(r"[\d.]+% \((\d+)/(\d+)\)", line.get("condition-coverage") or "")
                if counted:
                    taken, total = int(counted[1]), int(counted[2])
                    branches[name][place] = max(branches[name][place], (taken, total))
print("| library | lines | covered | branches | covered |")
print("|---|---:|---:|---:|---:|")
for name in sorted(lines):
    hit = sum(1 for hits in lines[name].values() if hits)
    taken = sum(x for x, _ in branches[name].values())
    total = sum(x for _, x in branches[name].values())
    print(f"| {name} | {len(lines[name]):,} | {100 * hit / len(lines[name]):.1f} % | {total:,} | {100 * taken / max(1, total):.1f} % |")
PYTHON
exit $status
