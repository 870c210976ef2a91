#!/usr/bin/env bash
# Proves that one project gives the same bytes under every compiler, culture, order of files and kind of line end that the
# package supports: the oldest (Roslyn 4.8 on the .NET 8 runtime: tests/CompilerHost) against the SDK at hand.
#
#   tests/compatibility.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
repository=$PWD
unset CI
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
version=0.0.1-compatibility$$

run() { # prints a command's output only when it fails
  if ! "$@" > "$work/log" 2>&1; then
    cat "$work/log"
    echo "FAILED: $*"
    exit 1
  fi
}

# Folders of their own: nothing that other builds use is touched.
run dotnet pack src/LambdaDestinations.Package -c Release -o "$work/feed" --artifacts-path "$repository/artifacts/compatibility/packages" -p:PackageVersion=$version
run dotnet publish tests/CompilerHost -c Release -o "$work/host" --artifacts-path "$repository/artifacts/compatibility/host"
echo "oldest compiler: $("$work/host/CompilerHost" --version)"
echo "this SDK:        $(dotnet --version)"

# A handler in each of three files, so that the order of files has something to change; names that Turkish casing would change. Enough others
# that the generated classes need more than one file.
new_project() { # folder
  mkdir -p "$work/$1/src"
  cat > "$work/$1/nuget.config" <<CONFIG
<configuration>
  <config><add key="globalPackagesFolder" value="$work/packages" /></config>
  <packageSources><add key="feed" value="$work/feed" /></packageSources>
</configuration>
CONFIG
  cat > "$work/$1/App.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net8.0</TargetFramework>
    <LangVersion>12</LangVersion>
    <Nullable>enable</Nullable>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
    <EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles>
    <CompilerGeneratedFilesOutputPath>generated</CompilerGeneratedFilesOutputPath>
    <EnableDefaultCompileItems>false</EnableDefaultCompileItems>
  </PropertyGroup>
  <ItemGroup>
    <Compile Include="src/Import.cs;src/Index.cs;src/Invoice.cs;src/Items.cs" Condition="'\$(AnotherOrder)' == ''" />
    <Compile Include="src/Items.cs;src/Invoice.cs;src/Index.cs;src/Import.cs" Condition="'\$(AnotherOrder)' != ''" />
    <PackageReference Include="LambdaDestinations.Generators" Version="$version" />
  </ItemGroup>
  <Target Name="SayCulture" BeforeTargets="CoreCompile">
    <Message Text="culture: \$([System.Globalization.CultureInfo]::CurrentUICulture.Name)" Importance="high" />
  </Target>
</Project>
PROJECT
  echo '<Project />' | tee "$work/$1/Directory.Build.props" "$work/$1/Directory.Build.targets" "$work/$1/Directory.Packages.props" > /dev/null
  for name in Import Index Invoice; do
    cat > "$work/$1/src/$name.cs" <<CODE
using LambdaDestinations;

namespace App.Inner;

public sealed record ${name}Request(string Id, decimal Price, System.DateTimeOffset? Issued);

public static class ${name}Handler
{
    [OnSuccessDestination(DestinationType.Sqs)]
    [OnFailureDestination(DestinationType.Sns)]
    [AsyncInvocation(MaximumRetryAttempts = 1, MaximumEventAgeInSeconds = 21600)]
    public static ${name}Request $name(${name}Request request) => request;
}
CODE
  done
  {
    printf 'using LambdaDestinations;\n\nnamespace App.Inner;\n'
    for number in $(seq 62); do
      printf '\npublic static class Item%sHandler\n{\n    [OnFailureDestination(DestinationType.Sqs)]\n    public static void Item%s(string id) { }\n}\n' "$number" "$number"
    done
  } > "$work/$1/src/Items.cs"
  {
    printf 'Transform: AWS::Serverless-2016-10-31\nResources:\n'
    for name in Index Import Invoice $(seq -f 'Item%.0f' 62); do
      printf '  %sFunction:   # kept\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: App::App.Inner.%sHandler::%s\n      Runtime: dotnet8\n' $name $name $name
    done
  } > "$work/$1/template.yaml"
}

build() { # folder, arguments; in the culture of $culture
  local folder=$1
  shift
  (cd "$work/$folder" && run env -u DOTNET_CLI_UI_LANGUAGE LANG="$culture.UTF-8" LC_ALL="$culture.UTF-8" dotnet build -v:n "$@")
}

generated() { # folder: every generated file that is ours, by name
  (cd "$work/$1/generated" && find . -name '*.g.cs' | LC_ALL=C sort | while read -r file; do
    case $(basename "$file") in LambdaDestinations.*|App.*) echo "== $(basename "$file")"; cat "$file" ;; esac
  done)
}

same() { # what, first, second
  if ! cmp -s "$2" "$3"; then
    diff "$2" "$3" | head -40 || true
    echo "FAILED: $1 differs"
    exit 1
  fi
  echo "same: $1"
}

culture=C
new_project sdk
build sdk
generated sdk > "$work/sdk.generated"
[ "$(grep -c '^== .*Records\.[01]' "$work/sdk.generated")" = 2 ] && [ "$(grep -c ' class .*_Records\b' "$work/sdk.generated")" = 65 ] || { echo "FAILED: 65 classes in two files were to be generated"; exit 1; }
grep -q 'ImportFunctionOnFailureTopic' "$work/sdk/template.yaml" || { echo "FAILED: the template was not updated"; exit 1; }

new_project oldest
build oldest -p:CscToolPath="$work/host" -p:CscToolExe=CompilerHost -p:UseSharedCompilation=false
grep -q CompilerHost "$work/log" || { echo "FAILED: the oldest compiler was not asked"; exit 1; }
generated oldest > "$work/oldest.generated"
same "generated code, Roslyn 4.8 and this SDK" "$work/sdk.generated" "$work/oldest.generated"
same "template, Roslyn 4.8 and this SDK" "$work/sdk/template.yaml" "$work/oldest/template.yaml"

# The analyzers work under the oldest compiler: a wrong target is an error there, and the template stays.
cp "$work/oldest/template.yaml" "$work/oldest.before"
sed -i 's/OnSuccessDestination(DestinationType.Sqs)/OnSuccessDestination(DestinationType.Sqs, "@Nowhere")/' "$work/oldest/src/Import.cs"
for compiler in "-p:CscToolPath=$work/host -p:CscToolExe=CompilerHost -p:UseSharedCompilation=false" ""; do
  # shellcheck disable=SC2086 # Several arguments.
  if (cd "$work/oldest" && dotnet build -v:n $compiler > "$work/log" 2>&1) || ! grep -q 'Import.cs([0-9,]*): error LD1004' "$work/log"; then
    cat "$work/log"
    echo "FAILED: the analyzer does not report under ${compiler:-this SDK}"
    exit 1
  fi
done
same "template after a failed compile" "$work/oldest.before" "$work/oldest/template.yaml"
echo "same: LD1004 on the attribute, Roslyn 4.8 and this SDK"

# Turkish has a dotless i, Finnish another minus sign and decimal comma. The SDK's compiler and task run in these cultures.
for culture in tr_TR fi_FI; do
  new_project $culture
  build $culture -p:UseSharedCompilation=false -p:AnotherOrder=true
  grep -q "culture: ${culture/_/-}" "$work/log" || { echo "FAILED: the build does not run in $culture"; exit 1; }
  generated $culture > "$work/$culture.generated"
  same "generated code, $culture and files in another order" "$work/sdk.generated" "$work/$culture.generated"
  same "template, $culture and files in another order" "$work/sdk/template.yaml" "$work/$culture/template.yaml"
done

# Windows line ends in the sources and in the template: the same code, and the template keeps its line ends.
culture=C
new_project windows
sed -i 's/$/\r/' "$work/windows/src/"*.cs "$work/windows/template.yaml"
build windows
generated windows > "$work/windows.generated"
same "generated code, Windows line ends" "$work/sdk.generated" "$work/windows.generated"
sed 's/$/\r/' "$work/sdk/template.yaml" > "$work/windows.expected"
same "template, Windows line ends" "$work/windows.expected" "$work/windows/template.yaml"
echo "compatible"
