#!/usr/bin/env bash
# How long a CDK app takes whose functions have their destinations from attributes, against the same stack by hand: milliseconds of each run in turn, and
# the ratio of the medians. Needs Node.js.
#   benchmarks/cdk-synth.sh [functions] [rounds]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# A stack has 500 resources at most, and each function takes six.
functions=${1:-80}
rounds=${2:-7}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export DOTNET_TieredPGO=0 JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=1 JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION=1

{
  echo 'using LambdaDestinations;'
  echo 'namespace Shop;'
  echo 'public sealed class Orders'
  echo '{'
  for ((i = 0; i < functions; i++)); do
    echo "    [OnSuccessDestination(DestinationType.Sqs, \"@Placed$i\"), OnFailureDestination(DestinationType.Sqs, \"@Failed$i\"), AsyncInvocation(MaximumRetryAttempts = 1)]"
    echo "    public string Place$i(string order) => order;"
  done
  echo '}'
} > "$folder/Handlers.cs"

dotnet build benchmarks/CdkSynth -c Release -o "$folder/app" -p:HandlersFile="$folder/Handlers.cs" -v q -clp:NoSummary --nologo > "$folder/log" 2>&1 || { cat "$folder/log"; exit 1; }
for ((i = 0; i < rounds; i++)); do
  for mode in hand attributes; do
    dotnet "$folder/app/CdkSynth.dll" $mode "$functions" 2> /dev/null | tail -1 >> "$folder/$mode"
  done
done

median() { sort -n "$1" | awk '{ n[NR] = $1 } END { print (NR % 2 ? n[(NR + 1) / 2] : (n[NR / 2] + n[NR / 2 + 1]) / 2) }'; }
hand=$(median "$folder/hand")
attributes=$(median "$folder/attributes")
echo "by hand:    $hand ms ($(sort -n "$folder/hand" | tr '\n' ' '))"
echo "attributes: $attributes ms ($(sort -n "$folder/attributes" | tr '\n' ' '))"
awk -v a="$attributes" -v b="$hand" 'BEGIN { printf "ratio:      %.2f\n", a / b }'
