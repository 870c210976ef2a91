#!/usr/bin/env bash
# The long run of every property and fuzz test: 100,000 cases and more where CI tries a share. The corpora are tests/Corpus and
# the generators of the tests; CsCheck prints the seed of a failure, which repeats it with CsCheck_Seed=…
#
#   tests/fuzz.sh [filter of dotnet test, default every property]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LAMBDA_DESTINATIONS_LONG=1 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
filter=${1:-"FullyQualifiedName~Propert|FullyQualifiedName~Fuzz|FullyQualifiedName~MutationTests"}
status=0
for area in .Templates ""; do
  dotnet test "tests/LambdaDestinations$area.Tests" -c Release --nologo -v:q --filter "$filter" || status=1
done
exit $status
