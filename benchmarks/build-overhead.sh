#!/usr/bin/env bash
# What the package adds to a clean build of a project with 40 handlers, measured on whole processes in pairs: the same code without the package
# and its attributes, with the attributes alone (the library is referenced, neither generator nor analyzers nor task run), and with everything;
# one after the other, the order changing from pair to pair. Twenty pairs give an interval worth the name.
#
#   benchmarks/build-overhead.sh [pairs, default 20] [handlers, default 40] [rows: warm new new-without-pgo, default all]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
unset CI
pairs=${1:-20}
handlers=${2:-40}
rows=" ${*:3} "
[[ $rows =~ [a-z] ]] || rows=" warm new new-without-pgo "
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
version=0.0.1-overhead$$
dotnet pack src/LambdaDestinations.Package -c Release -o "$work/feed" --artifacts-path "$PWD/artifacts/overhead" -p:PackageVersion=$version --nologo -v:q

for project in with attributes without; do
  mkdir -p "$work/$project"
  cat > "$work/$project/nuget.config" <<CONFIG
<configuration>
  <config><add key="globalPackagesFolder" value="$work/packages" /></config>
  <packageSources><add key="feed" value="$work/feed" /></packageSources>
</configuration>
CONFIG
  echo '<Project />' | tee "$work/$project/Directory.Build.props" "$work/$project/Directory.Build.targets" "$work/$project/Directory.Packages.props" > /dev/null
done
cat > "$work/without/App.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <Nullable>enable</Nullable>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
</Project>
PROJECT
sed "s|</PropertyGroup>|</PropertyGroup><ItemGroup><PackageReference Include=\"LambdaDestinations.Generators\" Version=\"$version\" /></ItemGroup>|" "$work/without/App.csproj" > "$work/with/App.csproj"
# NuGet hands a package's analyzers to the compiler whatever IncludeAssets says, so the library is referenced by its file.
library=$work/packages/lambdadestinations.generators/$version/lib/net8.0/LambdaDestinations.dll
sed "s|</PropertyGroup>|</PropertyGroup><ItemGroup><Reference Include=\"$library\" /></ItemGroup>|" "$work/without/App.csproj" > "$work/attributes/App.csproj"

# Each handler: two records, a few lines of work, its types in a JSON context. The template has the functions in both.
{
  echo 'using System.Text.Json.Serialization;'
  echo 'namespace App;'
  for ((i = 0; i < handlers; i++)); do
    echo "[JsonSerializable(typeof(Request$i))]"
    echo "[JsonSerializable(typeof(Response$i))]"
  done
  echo 'public sealed partial class AppJson : JsonSerializerContext;'
} > "$work/without/AppJson.cs"
{ echo '[assembly: LambdaDestinations.DestinationSerializer(typeof(App.AppJson))]'; } > "$work/with/Serializer.cs"
cp "$work/without/AppJson.cs" "$work/with/"
printf 'Transform: AWS::Serverless-2016-10-31\nResources:\n' > "$work/with/template.yaml"
for ((i = 0; i < handlers; i++)); do
  cat > "$work/with/Handler$i.cs" <<CODE
using LambdaDestinations;

namespace App;

public sealed record Request$i(string Id, int Quantity, decimal? Price, DateTimeOffset Ordered);

public sealed record Response$i(string Id, decimal Total, IReadOnlyList<string> Lines);

public sealed class Handler$i
{
    [OnSuccessDestination(DestinationType.Sqs)]
    [OnFailureDestination(DestinationType.Sqs)]
    [AsyncInvocation(MaximumRetryAttempts = 1)]
    public async Task<Response$i> Handle(Request$i request)
    {
        await Task.Yield();
        List<string> lines = [];
        decimal total = 0;
        for (int line = 0; line < request.Quantity; line++)
        {
            decimal price = request.Price ?? 1m;
            total += price;
            lines.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, \$"{line}: {price}"));
        }

        if (total > 1_000m && request.Ordered < DateTimeOffset.UnixEpoch)
        {
            throw new InvalidOperationException(\$"Order {request.Id} is too old.");
        }

        return new Response$i(request.Id, total, lines.Where(static x => x.Length > 0).ToArray());
    }
}
CODE
  grep -v 'Destination\|AsyncInvocation' "$work/with/Handler$i.cs" > "$work/without/Handler$i.cs"
  printf '  Function%s:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: App::App.Handler%s::Handle\n      Runtime: dotnet10\n' $i $i >> "$work/with/template.yaml"
done
cp "$work/with/template.yaml" "$work/without/"
cp "$work/with/template.yaml" "$work/with/"*.cs "$work/attributes/"

# A clean build: everything is compiled; the packages are restored, and the template is up to date, as in every build but the first.
for project in with attributes without; do
  (cd "$work/$project" && dotnet build -v:q > "$work/log" 2>&1 && dotnet build -v:q > "$work/log" 2>&1) || { cat "$work/log"; exit 1; }
done
grep -q "Function$((handlers - 1))OnFailureQueue" "$work/with/template.yaml" || { echo "the template was not updated"; exit 1; }

clean_build() { # project, arguments: the wall time and the processor time of a clean build, in milliseconds
  local project=$1 start end log=$work/$1.log cpu=$work/$1.cpu
  shift
  cd "$work/$project"
  dotnet clean -v:q > /dev/null
  start=$(date +%s%N)
  { TIMEFORMAT='%U %S'; time dotnet build --no-restore -v:q "$@" > "$log" 2>&1; } 2> "$cpu" || { cat "$log" >&2; exit 1; }
  end=$(date +%s%N)
  awk -v wall=$(((end - start) / 1000000)) '{ printf "%d %d", wall, 1000 * ($1 + $2) }' "$cpu"
}

measure() { # name, arguments
  local name=$1 with attributes without
  shift
  : > "$work/times"
  for ((pair = 0; pair < pairs; pair++)); do
    # Each of the three comes first, second and last equally often.
    for ((place = 0; place < 3; place++)); do
      case $(((pair + place) % 3)) in
        0) without=$(clean_build without "$@") ;;
        1) attributes=$(clean_build attributes "$@") ;;
        2) with=$(clean_build with "$@") ;;
      esac
    done
    echo "$without $attributes $with" >> "$work/times"
  done
  row "$name: attributes alone" 3
  row "$name: everything" 5
}

row() { # name, column of the wall time; that of the processor time follows
  awk -v name="$1" -v column="$2" -v n="$pairs" '
    function sort(values, count,   i, j, t) {
      for (i = 2; i <= count; i++) for (j = i; j > 1 && values[j] < values[j - 1]; j--) { t = values[j]; values[j] = values[j - 1]; values[j - 1] = t }
    }
    function median(values, count) {
      sort(values, count)
      return count % 2 ? values[(count + 1) / 2] : (values[count / 2] + values[count / 2 + 1]) / 2
    }
    # The interval of a median, whatever the distribution: as many of the sorted values are left out on each side as chance leaves out in 2.5 of 100 cases.
    function interval(values, count,   k, below, chance) {
      sort(values, count)
      chance = 0.5 ^ count
      for (k = 0; below + chance <= 0.025; k++) { below += chance; chance *= (count - k) / (k + 1) }
      return k == 0 ? "too few pairs" : sprintf("%+.1f to %+.1f %%", values[k], values[count + 1 - k])
    }
    { a[NR] = $1; b[NR] = $column; r[NR] = 100 * ($column - $1) / $1; c[NR] = $2; d[NR] = $(column + 1); s[NR] = 100 * ($(column + 1) - $2) / $2 }
    END {
      printf "| %s | %d ms | %d ms | %+.1f %% | %s | ", name, median(a, n), median(b, n), median(r, n), interval(r, n)
      printf "%d ms | %d ms | %+.1f %% | %s |\n", median(c, n), median(d, n), median(s, n), interval(s, n)
    }' "$work/times"
}

echo "$handlers handlers, median of $pairs pairs, $(nproc) cores, SDK $(dotnet --version)"
echo
echo "The third of four columns is the median of the pairs' differences, the fourth its 95 % interval (order statistics). Processor time is that of the"
echo "processes which the build starts: the warm compiler server is none of them."
echo
echo "| clean build | time without | with | more | interval | processor time without | with | more | interval |"
echo "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
if [[ $rows == *" warm "* ]]; then
  measure "compiler server and build nodes warm, as on a desk" -p:UseSharedCompilation=true
fi

export MSBUILDDISABLENODEREUSE=1
if [[ $rows == *" new "* ]]; then
  measure "every process new, as in CI" -p:UseSharedCompilation=false
fi

# The runtime measures the compiler's own methods while they run, and compiles the hot ones again (profile-guided optimization). When
# that begins is chance, and a run differs from the next by more than what is looked for: without it the figures are quieter.
if [[ $rows == *" new-without-pgo "* ]]; then
  DOTNET_TieredPGO=0 measure "every process new, without profile-guided optimization" -p:UseSharedCompilation=false
fi
