using System;
using System.Collections;
using System.Collections.Generic;
using Microsoft.Build.Framework;

namespace LambdaDestinations.Build.Tests;

/// <summary>A build that keeps what a task logs.</summary>
internal sealed class RecordingEngine : IBuildEngine
{
    public List<BuildErrorEventArgs> Errors { get; } = [];

    /// <summary>The warnings, but for those that a build changed the template.</summary>
    public List<BuildWarningEventArgs> Warnings { get; } = [];

    /// <summary>The warnings that a build changed the template.</summary>
    public List<BuildWarningEventArgs> Updates { get; } = [];

    public List<string> Messages { get; } = [];

    public bool ContinueOnError => false;

    public int LineNumberOfTaskNode => 0;

    public int ColumnNumberOfTaskNode => 0;

    public string ProjectFileOfTaskNode => "App.csproj";

    public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs) => throw new NotSupportedException();

    public void LogCustomEvent(CustomBuildEventArgs e) => throw new NotSupportedException();

    public void LogErrorEvent(BuildErrorEventArgs e) => Errors.Add(e);

    public void LogMessageEvent(BuildMessageEventArgs e) => Messages.Add(e.Message ?? "");

    public void LogWarningEvent(BuildWarningEventArgs e) => (e.Code == "LD9014" ? Updates : Warnings).Add(e);
}
