#!/usr/bin/env bash
# Fuzzing by coverage: AFL changes the files of a corpus and keeps what reaches code that nothing reached before. The targets are those of
# tests/ParserRunner/Fuzzing; a fault of ours is a crash. Without AFL (Debian: apt-get install afl++) nothing runs, and it says so.
#
#   tests/afl.sh [TARGET, or all] [MINUTES a target, default 60]
#   LAMBDA_DESTINATIONS_KEEP_INPUTS=1 tests/afl.sh …   adds the smallest new inputs to the corpus in the repository
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
targets=${1:-all}
minutes=${2:-60}
[ "$targets" != all ] || targets="parser editor update manifest pe records envelopes"
if ! command -v afl-fuzz >/dev/null; then
  echo "SKIPPED: afl-fuzz is not there. Debian and Ubuntu: apt-get install afl++"
  exit 0
fi

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
out=$PWD/artifacts/afl
[ -n "${LAMBDA_DESTINATIONS_NO_BUILD:-}" ] || dotnet build tests/ParserRunner -v q
rm -rf "$out/bin" && mkdir -p "$out" && cp -r artifacts/bin/ParserRunner/debug "$out/bin"
dotnet artifacts/bin/ParserRunner/debug/ParserRunner.dll instrument "$out/bin/LambdaDestinations.dll" "$out/bin/LambdaDestinations.Templates.dll" "$out/bin/LambdaDestinations.Build.dll"
export AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1 AFL_NO_AFFINITY=1 DOTNET_TieredPGO=0
status=0
for target in $targets; do
  rm -rf "$out/$target" "$out/$target.in" && mkdir -p "$out/$target.in"
  cp tests/ParserRunner/Corpus/"$target"/* "$out/$target.in/"
  case $target in
    records | envelopes) cp tests/Corpus/records/*.json "$out/$target.in/" ;;
    parser | update) find tests/Corpus/templates -type f -size -3k -exec cp {} "$out/$target.in/" \; ;;
  esac
  afl-fuzz -i "$out/$target.in" -o "$out/$target" -t 20000 -m none -V "$((minutes * 60))" dotnet "$out/bin/ParserRunner.dll" fuzz "$target" >"$out/$target.log" 2>&1 || { tail -5 "$out/$target.log"; status=1; }
  stats=$out/$target/default/fuzzer_stats
  [ -f "$stats" ] || continue
  value() { sed -n "s/^$1 *: *//p" "$stats"; }
  echo "$target: $(value run_time) seconds, $(value execs_done) runs, $(value execs_per_sec) a second, $(value edges_found) edges, $(value corpus_count) inputs, $(value saved_crashes) crashes, $(value saved_hangs) hangs"
  for crash in "$out/$target"/default/crashes/id*; do
    [ -f "$crash" ] || continue
    status=1
    dotnet artifacts/bin/ParserRunner/debug/ParserRunner.dll try "$target" "$crash" | head -3 || true
  done
  if [ -n "${LAMBDA_DESTINATIONS_KEEP_INPUTS:-}" ]; then
    # Ten of those under a kilobyte, from the smallest to the largest. The folders below the queue hold AFL's own marks.
    find "$out/$target/default/queue" -maxdepth 1 -name '*+cov' -size +0 -size -3 -printf '%s %p\n' | sort -n | awk '{ sub(/^[0-9]+ /, ""); all[NR] = $0 } END { for (i = 0; i < 10 && i < NR; i++) print all[1 + int(i * NR / 10)] }' | while read -r input; do
      cp "$input" "tests/ParserRunner/Corpus/$target/$(sha1sum "$input" | cut -c1-12)"
    done
  fi
done
exit $status
