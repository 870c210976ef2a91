"""Scores of a mutation run: a table per file, and every mutant that no test noticed, in survivors.txt."""
import collections
import json
import re
import sys
from pathlib import Path

folder = Path(sys.argv[1])
report = json.loads((folder / "mutants.json").read_text())
results = {}
for line in (folder / "results.txt").read_text().splitlines():
    words = line.split(" ", 2)
    if len(words) > 1:
        results[words[0]] = words[1]

total = collections.Counter()
survivors = []
print("| file | mutants | noticed | survived | not reached | score |\n|---|---:|---:|---:|---:|---:|")
for name, file in sorted(report["files"].items()):
    short = name.split("src/LambdaDestinations.Templates/")[-1]
    lines = file["source"].split("\n")
    count = collections.Counter(mutants=0)
    for mutant in file["mutants"]:
        result = "CompileError" if mutant["status"] == "CompileError" else results.get(mutant["id"])
        if result is None:
            continue
        count[result] += 1
        count["mutants"] += result != "CompileError"
        if result in ("Survived", "NoCoverage"):
            start, end = mutant["location"]["start"], mutant["location"]["end"]
            source = lines[start["line"] - 1][start["column"] - 1 : end["column"] - 1 if start["line"] == end["line"] else None]
            replacement = re.sub(r"\s+", " ", mutant.get("replacement") or "")
            survivors.append(f"{short}:{start['line']} {result}, {mutant['mutatorName']}: {source[:160]} => {replacement[:160]}")
    if count["mutants"] > 0:
        total += count
        killed = count["Killed"] + count["Timeout"]
        print(f"| {short} | {count['mutants']} | {killed} | {count['Survived']} | {count['NoCoverage']} | {100 * killed / count['mutants']:.1f} % |")

killed = total["Killed"] + total["Timeout"]
print(f"| all | {total['mutants']} | {killed} | {total['Survived']} | {total['NoCoverage']} | {100 * killed / total['mutants']:.1f} % |")
print(f"\n{total['Timeout']} of those noticed hung or ended the process; {total['CompileError']} more mutants did not compile.")
(folder / "survivors.txt").write_text("\n".join(survivors) + "\n")
