#!/usr/bin/env bash
# Attributes on every function of every template below a folder: the templates are read as YamlDotNet and System.Text.Json read them, a second
# update changes nothing, taking the attributes back gives the original to the byte, and the SAM translator accepts the result without new circles.
# CI does the same for tests/Corpus.
#
#   tests/templates.sh FOLDER
set -euo pipefail
export LAMBDA_DESTINATIONS_TEMPLATES DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
LAMBDA_DESTINATIONS_TEMPLATES=$(cd "$1" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet test tests/LambdaDestinations.Templates.Tests -c Release --nologo -v:q --filter "FullyQualifiedName~TemplatesOfOthersTests"
