#!/usr/bin/env bash
# Mutation testing: Stryker changes the code, the tests must notice. Opt-in: an area takes ten minutes and more.
#
#   tests/mutation.sh rules|reader|editor [more of Stryker's arguments, such as --mutate '**/Iam/*.cs']
#
# The table, the survivors and Stryker's report stay in artifacts/mutation. What the scores mean, and why some mutants survive: docs/quality.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
area=${1:?one of: $(cd tests/mutation && echo *.json | sed 's/\.json//g')}
shift
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
unset CI
# Every test that reaches a mutant runs for it: properties take few cases, and the configurations leave out what starts other processes
# (Category=Oracle) or works on megabytes (Category=Large).
export LAMBDA_DESTINATIONS_LONG=0 CsCheck_Threads=1
repository=$PWD
tools="$repository/artifacts/tools"
[ -x "$tools/dotnet-stryker" ] || dotnet tool install dotnet-stryker --version 5.1.0 --tool-path "$tools"

# In a copy, so that an interrupted run leaves nothing behind. Without the exit from "if (x is not { } y) { return; }" y is unassigned below,
# and Stryker gives up the whole method for that one mutant: in the copy, a comment tells it to leave such exits alone.
copy="$repository/artifacts/mutation/source"
rm -rf "$copy/src" "$copy/tests" "$copy/benchmarks"
mkdir -p "$copy"
git ls-files -z -- . ':!docs' ':!benchmarks' | xargs -0 cp --parents --preserve=timestamps -t "$copy"
perl -0777 -i -pe 's/^( *)(if \((?:(?!^\1\{).)*? is not (?:\{[^\n]*\}|\[[^\n]*\]|[A-Z]\w*) [a-z]\w*\b(?:(?!^\1\{).)*?\n)\1(\{\n\s*(?:yield break|continue|return)[^;{}]*;\n\1\})/$1$2$1\/\/ Stryker disable once Block,Statement\n$1$3/gms' \
  $(find "$copy/src/LambdaDestinations.Templates" -name '*.cs')
# Stryker makes the mutants and runs one test, which keeps the assembly with all of them. Then tests/MutationRunner runs all tests over every
# mutant in one process, in minutes where Stryker's own runs, with a process for each mutant, take hours. A mutant that hangs ends the process,
# and the next begins.
output="$repository/artifacts/mutation/$area"
rm -rf "$output"
mkdir -p "$output/kept"
cd "$copy/tests/MutationRunner"
LAMBDA_DESTINATIONS_KEEP_MUTANTS="$output/kept" "$tools/dotnet-stryker" --config-file "$repository/tests/mutation/$area.json" --output "$output" "$@" | grep -v '^\[.*WRN\]\|Safe Mode' | tail -3
cp -r "$copy/artifacts/bin/MutationRunner/debug" "$output/tests"
cp "$output/kept/LambdaDestinations.Templates.dll" "$output/tests/"
cp "$output/reports/mutation-report.json" "$output/mutants.json"
export DOTNET_GCHeapHardLimit=0x80000000
tests=()
run() { dotnet "$output/tests/MutationRunner.dll" "$output" "${tests[@]}" >"$output/last.log" 2>&1; }
run_all() {
  while [ ! -f "$output/done" ]; do
    before=$(wc -l <"$output/results.txt")
    run || true
    [ -f "$output/done" ] || [ "$(wc -l <"$output/results.txt")" -gt "$before" ] || { cat "$output/last.log"; exit 1; }
  done
}
touch "$output/results.txt"
if [ "$area" = reader ]; then
  # Nearly every test reads a template. A mutant of the reader meets the reader's own tests only; what survives them meets their properties again
  # with as many cases as in CI.
  tests=(--tests Syntax)
  run_all
  cp "$output/results.txt" "$output/results-short.txt"
  awk 'NR == FNR { last[$1] = $2; next } last[$1] != "Survived"' "$output/results-short.txt" "$output/results-short.txt" >"$output/results.txt"
  rm "$output/done" "$output/reach.json"
  unset LAMBDA_DESTINATIONS_LONG
fi
run_all
for id in $(awk '$2 == "Once" { print $1 }' "$output/results.txt"); do
  timeout 300 dotnet "$output/tests/MutationRunner.dll" "$output" "${tests[@]}" --mutant "$id" >"$output/last.log" 2>&1 || echo "$id Timeout" >>"$output/results.txt"
done
python3 "$repository/tests/mutation/summary.py" "$output" | tee "$output/summary.md"
