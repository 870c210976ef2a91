#!/usr/bin/env bash
# Mutation testing: Stryker changes the code, the tests must notice. Opt-in: a whole run takes hours.
#
#   tests/mutation.sh rules|reader|editor [more of Stryker's arguments, such as --mutate '**/Iam/*.cs']
#
# The report stays in artifacts/mutation. What the scores mean, and why some mutants survive: docs/quality.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
area=${1:?one of: $(cd tests/mutation && echo *.json | sed 's/\.json//g')}
shift
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
unset CI
# Every test that reaches a mutant runs for it: properties take few cases, and the configurations leave out what starts other processes
# (Category=Oracle) or works on megabytes (Category=Large).
export LAMBDA_DESTINATIONS_LONG=0 CsCheck_Threads=1
tools="$PWD/artifacts/tools"
[ -x "$tools/dotnet-stryker" ] || dotnet tool install dotnet-stryker --version 5.1.0 --tool-path "$tools"
repository=$PWD
cd tests/LambdaDestinations.Templates.Tests
exec "$tools/dotnet-stryker" --config-file "$repository/tests/mutation/$area.json" --output "$repository/artifacts/mutation/$area" "$@"
