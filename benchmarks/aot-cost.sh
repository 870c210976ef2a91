#!/usr/bin/env bash
# What the runtime library costs in a native function: the size of the program, and the time from its start to the first record
# read, against the same program with hand-written record types. Starts alternate.
#
#   benchmarks/aot-cost.sh [starts of each, default 101]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
unset CI
starts=${1:-101}
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for library in true false; do
  dotnet publish benchmarks/AotCost -c Release -o "$work/$library" --artifacts-path "$PWD/artifacts/aot-cost/$library" -p:WithLibrary=$library --nologo -v:q > "$work/log" 2>&1 || { cat "$work/log"; exit 1; }
done
cat > "$work/record.json" <<'RECORD'
{"version":"1.0","timestamp":"2026-01-02T03:04:05.678Z","requestContext":{"requestId":"e4b46cbf-b738-4880-a18a-f61cca79ce2d","functionArn":"arn:aws:lambda:eu-west-1:123456789012:function:orders:$LATEST","condition":"Success","approximateInvokeCount":1},"requestPayload":{"Id":"A-1001","Quantity":3},"responseContext":{"statusCode":200,"executedVersion":"$LATEST"},"responsePayload":{"Id":"A-1001","Total":28.5}}
RECORD
[ "$("$work/true/AotCost" "$work/record.json")" = "$("$work/false/AotCost" "$work/record.json")" ] || { echo "the two programs read different things"; exit 1; }

for ((i = 0; i < starts; i++)); do
  for library in true false; do
    start=$(date +%s%N)
    "$work/$library/AotCost" "$work/record.json" > /dev/null
    end=$(date +%s%N)
    echo $(((end - start) / 1000)) >> "$work/$library.times"
  done
done
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { printf "%.2f", v[int((NR + 1) / 2)] / 1000 }'; }
size() { stat -c %s "$work/$1/AotCost" | awk '{ printf "%.0f", $1 / 1024 }'; }

echo "| native program that reads one record | size | start to result, median of $starts |"
echo "|---|---:|---:|"
echo "| hand-written record types | $(size false) KB | $(median "$work/false.times") ms |"
echo "| LambdaDestinations | $(size true) KB | $(median "$work/true.times") ms |"
