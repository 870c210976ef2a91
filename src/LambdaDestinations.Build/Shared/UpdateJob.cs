using System;
using System.IO;
using System.Text;
using System.Threading;
using LambdaDestinations.Templates;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Updating;

namespace LambdaDestinations.Build;

/// <summary>
/// Updates a template to match what an assembly's attributes declare. The build task and <c>apply</c> turn their options into the request,
/// and the result into log lines or an exit code.
/// </summary>
internal static class UpdateJob
{
    /// <summary>Runs the job while no other process of this machine runs one for the same template.</summary>
    /// <exception cref="OperationCanceledException">The run was cancelled; the template is as it was.</exception>
    public static UpdateResult Run(UpdateRequest request, CancellationToken cancellationToken) =>
        Run(
            request,
            x => request.Migrates
                ? TemplateUpdater.Migrate(x, request.ModelOf, request.Manifest, request.AssemblyName, cancellationToken)
                : TemplateUpdater.Update(request.ModelOf(x), request.Manifest, request.AssemblyName, cancellationToken),
            cancellationToken);

    /// <summary>Runs the job with another updater, for tests of what happens to the file meanwhile.</summary>
    internal static UpdateResult Run(UpdateRequest request, Func<TemplateDocument, TemplateUpdate> update, CancellationToken cancellationToken)
    {
        if (!File.Exists(request.TemplatePath))
        {
            return new UpdateResult(UpdateOutcome.Missing);
        }

        int rereads = 0;
        try
        {
            UpdateResult result = TemplateStore.WithLock(request.TemplatePath, () => Rewrite(request, update, () => rereads++, cancellationToken), cancellationToken);
            return result with { Rereads = rereads };
        }
        catch (DecoderFallbackException)
        {
            return new UpdateResult(UpdateOutcome.NotUtf8) { Rereads = rereads };
        }
        catch (TemplateRaceException error)
        {
            return new UpdateResult(UpdateOutcome.LostRace) { Rereads = rereads, Failure = error.Message };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // The last two: a path that is none.
            return new UpdateResult(UpdateOutcome.Failed) { Rereads = rereads, Failure = error.Message };
        }
    }

    private static UpdateResult Rewrite(UpdateRequest request, Func<TemplateDocument, TemplateUpdate> update, Action again, CancellationToken cancellationToken)
    {
        if (request.Mode == UpdateMode.Update)
        {
            TemplateStore.RemoveLeftovers(request.TemplatePath);
        }

        (UpdateResult result, string? failure) = TemplateStore.Rewrite(request.TemplatePath, request.TemplateName, () => Compare(request, update, cancellationToken), again);
        if (failure is not null)
        {
            return result with { Outcome = UpdateOutcome.Failed, Failure = failure };
        }

        return request.Mode switch
        {
            UpdateMode.Update when result.Outcome == UpdateOutcome.OutOfDate =>
                result with { Outcome = UpdateOutcome.Updated, Written = new EquatableArray<string>(request.TemplatePath) },
            UpdateMode.Generate when result.Outcome != UpdateOutcome.Refused => WriteCopy(request, result),
            _ => result,
        };
    }

    private static (byte[] Read, byte[]? Bytes, UpdateResult Result) Compare(
        UpdateRequest request, Func<TemplateDocument, TemplateUpdate> update, CancellationToken cancellationToken)
    {
        byte[] read = TemplateStore.Read(request.TemplatePath);
        TemplateDocument before = TemplateFile.Parse(request.TemplatePath, read, cancellationToken);
        TemplateUpdate updated = update(before);
        UpdateOutcome outcome = updated.HasErrors ? UpdateOutcome.Refused
            : updated.Document.HasSameText(before) ? UpdateOutcome.UpToDate
            : UpdateOutcome.OutOfDate;
        UpdateResult result = new(outcome) { Before = before, After = updated.Document, Findings = updated.Findings, Proofs = updated.Proofs };
        return (read, request.Mode == UpdateMode.Update && outcome == UpdateOutcome.OutOfDate ? TemplateFile.ToBytes(updated.Document) : null, result);
    }

    private static UpdateResult WriteCopy(UpdateRequest request, UpdateResult result)
    {
        try
        {
            return TemplateStore.WriteIfDifferent(request.OutputPath, TemplateFile.ToBytes(result.After!))
                ? result with { Written = new EquatableArray<string>(request.OutputPath) }
                : result;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What was found is still worth telling.
            return result with { Outcome = UpdateOutcome.Failed, Failure = error.Message };
        }
    }
}
