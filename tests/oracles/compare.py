#!/usr/bin/env python3
"""Compare templates before and after an edit: what the SAM translator refuses now, and circles that were not there.

Usage: compare.py LIST, with a line BEFORE<tab>AFTER for each pair of templates.

A template that SAM refuses before the edit is passed over. Code that lies beside a template on the author's machine is taken as
uploaded. Exit status: 0 nothing is worse; 1 something is, one line each; 2 usage.
"""
import json
import logging
import multiprocessing
import re
import sys

import yaml

import sam_translate


def upload(template):
    """What `sam package` does: code of the author's machine becomes an S3 address."""
    for resource in (template.get("Resources") or {}).values():
        if not isinstance(resource, dict) or not isinstance(resource.get("Properties"), dict):
            continue
        properties = resource["Properties"]
        if resource.get("Type") == "AWS::Serverless::Function" and properties.get("PackageType") != "Image" and not {"InlineCode", "ImageUri"} & properties.keys():
            properties["CodeUri"] = "s3://bucket/key"
        elif resource.get("Type") == "AWS::Serverless::LayerVersion":
            properties["ContentUri"] = "s3://bucket/key"


def deployed(path):
    template = sam_translate.load(path)
    upload(template)
    return sam_translate.translate(template) if "AWS::Serverless::" in json.dumps(template.get("Resources"), default=str) else template


def mentioned(value):
    """Logical ids that a value refers to."""
    if isinstance(value, list):
        for item in value:
            yield from mentioned(item)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key == "Ref" and isinstance(inner, str):
                yield inner
            elif key == "Fn::GetAtt":
                yield inner[0] if isinstance(inner, list) else str(inner).split(".")[0]
            elif key == "Fn::Sub":
                pattern = inner[0] if isinstance(inner, list) else inner
                yield from (name.split(".")[0] for name in re.findall(r"\$\{([^!}]+)\}", str(pattern)))
                yield from mentioned(inner[1:] if isinstance(inner, list) else [])
            else:
                yield from mentioned(inner)


def circle(template):
    """The resources that wait for themselves; None when there are none."""
    resources = {name: body for name, body in (template.get("Resources") or {}).items() if isinstance(body, dict)}
    waits = {}
    for name, body in resources.items():
        first = body.get("DependsOn") or []
        ids = [*mentioned(body.get("Properties")), *([first] if isinstance(first, str) else first)]
        waits[name] = {x for x in ids if isinstance(x, str) and x in resources and x != name}
    while True:
        free = [name for name, others in waits.items() if not others]
        if not free:
            return sorted(waits) or None
        for name in free:
            del waits[name]
        for others in waits.values():
            others.difference_update(free)


def compare(pair):
    before, after = pair
    try:
        old = deployed(before)
    # Whatever the translator makes of a template that was wrong before is not the edit's doing.
    except Exception:  # noqa: BLE001
        return None
    try:
        new = deployed(after)
    except (sam_translate.SamError, ValueError, yaml.YAMLError) as error:
        return f"{before}: refused after the edit: {error}"
    now = circle(new)
    return f"{before}: circle after the edit among {', '.join(now)}" if now and not circle(old) else None


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    logging.disable(logging.CRITICAL)
    with open(sys.argv[1], encoding="utf-8") as lines:
        pairs = [tuple(line.rstrip("\n").split("\t")) for line in lines]
    with multiprocessing.Pool() as pool:
        worse = [x for x in pool.imap(compare, pairs, 16) if x]
    print("\n".join(worse))
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
