using LambdaDestinations.Generators.Consumers;

namespace LambdaDestinations.Generators.Emission;

/// <summary>Writes the one place that holds the services of consumers, and how an instance is made of them.</summary>
internal static class ServicesEmitter
{
    private const string Extensions = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.";
    private const string KeyedExtensions = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderKeyedServiceExtensions.";

    /// <summary>The C# expression of a scope.</summary>
    public const string NewScope = Extensions + "CreateAsyncScope(global::LambdaDestinations.Generated.ConsumerServices.Provider)";

    /// <summary>The file.</summary>
    public static string Write(StartupModel startup)
    {
        CodeWriter code = new();
        code.Open("namespace LambdaDestinations.Generated");
        code.MarkObsolete(startup.Warnings).Open("internal static class ConsumerServices");
        code.Line("private static readonly object Gate = new object();");
        code.Line("private static global::System.IServiceProvider? _provider;").Line();
        code.Line("/// <summary>Built at the first use; a build that failed is tried again.</summary>");
        code.Open("public static global::System.IServiceProvider Provider");
        code.Open("get");
        code.Open("lock (Gate)").Line("return _provider ??= Build();").Close();
        code.Close().Close().Line();
        string owner = startup.IsStatic ? startup.Type : $"new {startup.Type}()";
        if (startup.IsHost)
        {
            code.Line("private static global::System.IServiceProvider Build() =>").Line($"    {owner}.ConfigureHostBuilder().Build().Services;");
        }
        else
        {
            code.Open("private static global::System.IServiceProvider Build()");
            code.Line("global::Microsoft.Extensions.DependencyInjection.ServiceCollection services = new global::Microsoft.Extensions.DependencyInjection.ServiceCollection();");
            code.Line($"{owner}.ConfigureServices(services);");
            code.Line("return global::Microsoft.Extensions.DependencyInjection.ServiceCollectionContainerBuilderExtensions.BuildServiceProvider(services);");
            code.Close();
        }

        return GeneratedFile.HeaderFor(startup.Warnings) + code.Close().Close();
    }

    /// <summary>Writes the local variable of an instance, made of the services of <c>scope</c>.</summary>
    /// <param name="code">Takes it.</param>
    /// <param name="type">The instance's class.</param>
    /// <param name="constructor">How it is made.</param>
    /// <param name="name">The variable.</param>
    public static void WriteInstance(CodeWriter code, string type, ServiceConstructor constructor, string name)
    {
        string end = constructor.End switch
        {
            InstanceEnd.DisposedAsynchronously => "await using ",
            InstanceEnd.Disposed => "using ",
            _ => "",
        };
        code.Line($"{end}{type} {name} = new {type}(");
        for (int i = 0; i < constructor.Parameters.Count; i++)
        {
            ServiceParameter parameter = constructor.Parameters[i];
            code.Line($"    {parameter.Name}: {ServiceOf(parameter)}{(i + 1 < constructor.Parameters.Count ? "," : ");")}");
        }

        if (constructor.Parameters.Count == 0)
        {
            code.Line("    );");
        }
    }

    private static string ServiceOf(ServiceParameter parameter)
    {
        string required = parameter.IsOptional ? "" : "Required";
        return parameter.Key is { } key
            ? $"{KeyedExtensions}Get{required}KeyedService<{parameter.Type}>(scope.ServiceProvider, {key})"
            : $"{Extensions}Get{required}Service<{parameter.Type}>(scope.ServiceProvider)";
    }
}
