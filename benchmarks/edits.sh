#!/usr/bin/env bash
# What an edit costs in an editor and leaves behind: this version against an earlier one, both built side by side, in one process.
#
#   benchmarks/edits.sh [commit, default 79b77dc] [--memory | --each | --cold]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
commit=79b77dc
if [[ $# -gt 0 && $1 != --* ]]; then commit=$1; shift; fi
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en DOTNET_TieredPGO=0

before=$(mktemp -d)
trap 'git worktree remove --force "$before/tree" > /dev/null 2>&1 || true; rm -rf "$before"' EXIT
git worktree add --detach "$before/tree" "$commit" > /dev/null 2>&1
for folder in "$before/tree" .; do
  dotnet build "$folder/src/LambdaDestinations.Generators" -c Release -v q -nologo -p:RunAnalyzersDuringBuild=false > /dev/null
  dotnet build "$folder/src/LambdaDestinations" -c Release -v q -nologo -p:RunAnalyzersDuringBuild=false > /dev/null
done
dotnet build benchmarks/LambdaDestinations.Benchmarks -c Release -v q -nologo -p:RunAnalyzersDuringBuild=false > /dev/null
dotnet artifacts/bin/LambdaDestinations.Benchmarks/release/LambdaDestinations.Benchmarks.dll edits artifacts "$before/tree/artifacts" "$@"
