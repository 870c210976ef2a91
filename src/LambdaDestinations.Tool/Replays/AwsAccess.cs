using System;
using System.Net.Http;
using System.Threading.Tasks;
using Amazon;
using Amazon.Runtime;

namespace LambdaDestinations.Tool.Replays;

/// <summary>Where AWS is, and as whom it is asked: what is not given, the SDK finds as the AWS CLI does.</summary>
/// <param name="Endpoint">An endpoint of another kind, such as a local server.</param>
/// <param name="Region">The region.</param>
/// <param name="Profile">The profile of the shared configuration files.</param>
internal sealed record AwsAccess(Uri? Endpoint, string? Region, string? Profile)
{
    /// <summary>Reads what the user gave.</summary>
    /// <exception cref="ToolException">The endpoint is not a URL.</exception>
    public static AwsAccess Of(string? endpoint, string? region, string? profile) => new(
        endpoint is null ? null
            : Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? url) && url.Scheme.StartsWith("http", StringComparison.Ordinal) ? url
            : throw new ToolException($"'{endpoint}' is not the URL of an endpoint: http://localhost:4566"),
        region,
        profile);

    /// <summary>The settings of a client.</summary>
    public T Configure<T>(T config)
        where T : ClientConfig
    {
        if (Endpoint is not null)
        {
            config.ServiceURL = Endpoint.ToString();

            // A signature needs some region; a local server does not look at it.
            config.AuthenticationRegion = Region ?? Environment.GetEnvironmentVariable("AWS_REGION") ?? "us-east-1";
        }
        else if (Region is not null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(Region);
        }

        if (Profile is not null)
        {
            config.Profile = new Profile(Profile);
        }

        return config;
    }

    /// <summary>Asks AWS; whatever is wrong is told in one sentence.</summary>
    /// <param name="subject">What cannot be done then: "the queue … cannot be read".</param>
    /// <param name="call">The call.</param>
    /// <param name="isOneOfMany">Whether a refusal of the service concerns one item only, so that the caller takes it.</param>
    /// <exception cref="ToolException">AWS refuses, cannot be reached, or there are no credentials.</exception>
    public static async Task<T> Call<T>(string subject, Func<Task<T>> call, bool isOneOfMany = false)
    {
        try
        {
            return await call();
        }
        catch (Exception error) when ((error is AmazonServiceException && !isOneOfMany) || error is AmazonClientException or HttpRequestException)
        {
            throw new ToolException($"{subject}: {error.Message}");
        }
    }
}
