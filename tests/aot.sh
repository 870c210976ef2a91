#!/usr/bin/env bash
# Publishes samples/RecordCorpus with Native AOT, any trim or AOT warning being an error, and reads the corpus with it: the native
# program must say what the managed one says. Needs a C compiler for the linking.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en

root="$PWD/artifacts/aot"
rm -rf "$root/publish"
mkdir -p "$root"

# Publishing restores for this machine's runtime too: the lock files under version control do not know it.
dotnet publish samples/RecordCorpus -c Release -o "$root/publish" --artifacts-path "$root/build" \
  -p:LockFileFolder="$root/locks/" -warnaserror | tee "$root/publish.log"
if grep -E "warning|IL[23][0-9]{3}" "$root/publish.log"; then
  echo "Publishing warned."
  exit 1
fi

"$root/publish/RecordCorpus" tests/Corpus/records > "$root/native.txt"
managed=$(find "$root/build/bin/RecordCorpus" -name RecordCorpus.dll | head -n 1)
dotnet "$managed" tests/Corpus/records > "$root/managed.txt"
cmp "$root/native.txt" "$root/managed.txt"
tail -n 1 "$root/native.txt"
