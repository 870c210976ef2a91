#!/usr/bin/env bash
# Both template parsers and the record reader over a checkout of a conformance suite, which is not in this repository: counts, and each deviation
# with the reviewed reason (tests/ParserRunner/Conformance/*.txt). It fails for a deviation without a reason and for a reason without a deviation.
#
#   tests/conformance.sh yaml DIR   https://github.com/yaml/yaml-test-suite, branch data
#   tests/conformance.sh json DIR   https://github.com/nst/JSONTestSuite
set -euo pipefail
suite=${1:?yaml or json}
folder=$(cd "${2:?a checkout of the suite}" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
exec dotnet run --project tests/ParserRunner -- "$suite" "$folder" "tests/ParserRunner/Conformance/$suite.txt"
