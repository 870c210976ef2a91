#!/usr/bin/env bash
# Runs the runtime library's tests on .NET 8, the oldest runtime that AWS Lambda and the package support.
# The .NET 8 runtime need not be installed: it comes from its NuGet package into a private copy of the SDK's folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=8.0.31
rid=linux-x64
root="$PWD/artifacts/net8"
sdk=$(dirname "$(readlink -f "$(command -v dotnet)")")

if [ ! -d "$root/shared/Microsoft.NETCore.App/$version" ]; then
  mkdir -p "$root/restore"
  cat > "$root/restore/runtime.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net8.0</TargetFramework>
    <ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally>
    <RestorePackagesWithLockFile>false</RestorePackagesWithLockFile>
  </PropertyGroup>
  <ItemGroup>
    <PackageDownload Include="Microsoft.NETCore.App.Runtime.$rid" Version="[$version]" />
  </ItemGroup>
</Project>
PROJECT
  dotnet restore "$root/restore/runtime.csproj" --nologo -v q
  packages=$(dotnet nuget locals global-packages --list | sed 's/^global-packages: //')
  pack="${packages%/}/microsoft.netcore.app.runtime.$rid/$version/runtimes/$rid"

  # The SDK is linked, not copied, where the file system allows; a symbolic link would lead back to the original folder.
  cp "$sdk/dotnet" "$root/"
  cp -al "$sdk/sdk" "$root/sdk" 2>/dev/null || cp -r "$sdk/sdk" "$root/sdk"
  cp -r "$sdk/host" "$root/host"
  for folder in packs sdk-manifests templates; do
    [ -e "$sdk/$folder" ] && ln -sfn "$sdk/$folder" "$root/$folder"
  done
  mkdir -p "$root/shared/Microsoft.NETCore.App/partial"
  for installed in "$sdk"/shared/Microsoft.NETCore.App/*; do
    ln -sfn "$installed" "$root/shared/Microsoft.NETCore.App/$(basename "$installed")"
  done
  cp -r "$pack/lib/net8.0/." "$pack/native/." "$root/shared/Microsoft.NETCore.App/partial/"
  mv "$root/shared/Microsoft.NETCore.App/partial" "$root/shared/Microsoft.NETCore.App/$version"
fi

export DOTNET_ROOT="$root" PATH="$root:$PATH"
exec dotnet test tests/LambdaDestinations.Tests -p:TestTargetFramework=net8.0 \
  --artifacts-path "$PWD/artifacts/net8/build" "$@"
