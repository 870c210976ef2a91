using System.Collections.Generic;

namespace LambdaDestinations.Templates.Rules;

/// <summary>LD1050 to LD1099: methods that cannot be a Lambda handler with typed records.</summary>
internal static class HandlerRules
{
    /// <summary>Ahead of the rules, which it collects.</summary>
    private static readonly Rule.Group Group = new(RuleCategory.Declaration);

    /// <summary>All rules of this class.</summary>
    public static IReadOnlyList<Rule> All => Group.All;

    /// <summary>LD1050.</summary>
    public static readonly Rule GenericMethod = Group.Error(
        "LD1050",
        "A generic method cannot be a Lambda handler",
        "Lambda finds a handler by assembly, class and method name, and has no type arguments to give.");

    public static RuleMessage IsGeneric(string handler) => GenericMethod.Says(
        $"'{handler}' is generic or stands in a generic type, so Lambda cannot call it; declare the destinations on a closed, non-generic handler");

    /// <summary>LD1051.</summary>
    public static readonly Rule Inaccessible = Group.Error(
        "LD1051",
        "A type of the handler is not accessible",
        "Typed readers are generated beside the handler and cannot name a private type. The template is brought up to date all the same.");

    public static RuleMessage CannotName(string handler, string type) => Inaccessible.Says(
        $"Typed readers for '{handler}' need {type} to be public or internal");

    /// <summary>LD1052.</summary>
    public static readonly Rule Overloaded = Group.Error(
        "LD1052",
        "An overloaded handler is ambiguous",
        "The handler string of a class library ends in the method's name alone. The .NET runtime of Lambda refuses to start, or takes another overload.");

    public static RuleMessage HasOverloads(string handler) => Overloaded.Says(
        $"'{handler}' has overloads, and Lambda finds a handler by its name alone; rename this one");

    /// <summary>LD1053.</summary>
    public static readonly Rule Parameters = Group.Error(
        "LD1053",
        "The handler's parameters are not supported by Lambda",
        "Lambda passes the event and, to a second parameter of that type, an ILambdaContext. It has nothing for any other parameter.");

    public static RuleMessage TakesByReference(string handler, string parameter) => Parameters.Says(
        $"'{handler}' is not a valid Lambda handler: parameter '{parameter}' is passed by reference");

    public static RuleMessage TakesPointer(string handler, string parameter) => Parameters.Says(
        $"'{handler}' is not a valid Lambda handler: parameter '{parameter}' is a pointer, and no event can be deserialized into one");

    public static RuleMessage TakesPointers(string handler, string parameter) => Parameters.Says(
        $"'{handler}' is not a valid Lambda handler: parameter '{parameter}' holds pointers, and no event can be deserialized into one");

    public static RuleMessage TakesRefStruct(string handler, string parameter, string type) => Parameters.Says(
        $"'{handler}' is not a valid Lambda handler: parameter '{parameter}' is {type}, a ref struct, and no event can be deserialized into one");

    public static RuleMessage TakesTooMuch(string handler) => Parameters.Says(
        $"'{handler}' is not a valid Lambda handler: Lambda passes at most an event and an ILambdaContext");

    public static RuleMessage TakesNoContext(string handler, string parameter) => Parameters.Says(
        $"'{handler}' is not a valid Lambda handler: its second parameter '{parameter}' is not ILambdaContext");

    /// <summary>
    /// The runtime's words: "cannot be used as a Lambda Handler because it is a 'params' method" (aws-lambda-dotnet, <c>UserCodeValidator</c>).
    /// </summary>
    public static RuleMessage TakesParams(string handler, string parameter) => Parameters.Says(
        $"'{handler}' is not a valid Lambda handler: parameter '{parameter}' is a params array, which the .NET runtime of Lambda refuses; remove 'params'");

    /// <inheritdoc cref="TakesParams"/>
    public static RuleMessage TakesVariableArguments(string handler) => Parameters.Says(
        $"'{handler}' is not a valid Lambda handler: it takes variable arguments (__arglist), which the .NET runtime of Lambda refuses");

    /// <summary>LD1054.</summary>
    public static readonly Rule AsyncVoid = Group.Warning(
        "LD1054",
        "An async void handler reports success before it ends",
        "Lambda takes the return of the method for the end of the invocation. Each invocation counts as a success, and what still runs is frozen with the process.");

    public static RuleMessage IsAsyncVoid(string handler) => AsyncVoid.Says(
        $"'{handler}' is async void: Lambda sees success before the work is done, and no failure record is sent; return Task");

    /// <summary>LD1055.</summary>
    public static readonly Rule NoBody = Group.Error(
        "LD1055",
        "The handler cannot be invoked",
        "Lambda creates the class that the handler string names and calls the method of that name on it, which needs a body and a name of its own.");

    public static RuleMessage IsAbstract(string handler) => NoBody.Says(
        $"'{handler}' is abstract, so Lambda cannot call it; declare the destinations on the class that implements it");

    public static RuleMessage IsOfInterface(string handler) => NoBody.Says(
        $"'{handler}' is a member of an interface, so Lambda cannot call it; declare the destinations on the class that implements it");

    public static RuleMessage IsExplicitImplementation(string handler) => NoBody.Says(
        $"'{handler}' is an explicit implementation of an interface, so Lambda cannot call it; declare the destinations on a method of its own name");

    public static RuleMessage IsAccessor(string handler) => NoBody.Says(
        $"'{handler}' is an accessor, and destinations are read on methods only; declare them on a method");

    public static RuleMessage IsFinalizer(string handler) => NoBody.Says(
        $"'{handler}' is a finalizer, and destinations are read on methods only; declare them on a method");

    public static RuleMessage IsOperator(string handler) => NoBody.Says(
        $"'{handler}' is an operator, and destinations are read on methods only; declare them on a method");

    public static RuleMessage IsOfFileLocalClass(string handler, string type) => NoBody.Says(
        $"'{handler}' is a method of the file-local type '{type}', whose name in the assembly the compiler makes from the file's path, so a handler string cannot name it; make the type internal or public");

    /// <summary>LD1056.</summary>
    public static readonly Rule ReturnType = Group.Error(
        "LD1056",
        "The handler's return type is not supported by Lambda",
        "Lambda awaits Task and ValueTask, copies a Stream and serializes any other value. It does not enumerate, and cannot read a reference or a ref struct.");

    public static RuleMessage ReturnsAsyncStream(string handler, string type) => ReturnType.Says(
        $"'{handler}' returns {type}, which Lambda does not enumerate; return a Task with a list");

    public static RuleMessage ReturnsByReference(string handler) => ReturnType.Says(
        $"'{handler}' returns by reference, which Lambda does not read; return the value");

    public static RuleMessage ReturnsPointer(string handler, string type) => ReturnType.Says(
        $"'{handler}' returns {type}, a pointer, which Lambda does not serialize; return a value, Task, Task<T>, ValueTask, ValueTask<T> or Stream");

    public static RuleMessage ReturnsPointers(string handler, string type) => ReturnType.Says(
        $"'{handler}' returns {type}, which holds pointers, and Lambda serializes none; return a value, Task, Task<T>, ValueTask, ValueTask<T> or Stream");

    public static RuleMessage ReturnsRefStruct(string handler, string type) => ReturnType.Says(
        $"'{handler}' returns {type}, a ref struct, which Lambda does not serialize; return a value, Task, Task<T>, ValueTask, ValueTask<T> or Stream");

    /// <summary>LD1057.</summary>
    public static readonly Rule TargetHandlerMissing = Group.Error(
        "LD1057",
        "The destination's handler does not exist",
        "The function that the destination stands for cannot be found without its method, so the destination is left out.");

    /// <param name="type">The type.</param>
    /// <param name="method">The method that it lacks.</param>
    /// <param name="nearest">The method that may be meant; <see langword="null"/> when none is near.</param>
    public static RuleMessage HasNoMethod(string type, string method, string? nearest) => nearest is null
        ? TargetHandlerMissing.Says($"Type '{type}' has no method '{method}'")
        : TargetHandlerMissing.Says($"Type '{type}' has no method '{method}'; did you mean '{nearest}'?");

    /// <summary>LD1058.</summary>
    public static readonly Rule NoDestination = Group.Warning(
        "LD1058",
        "The attribute does nothing without a destination",
        "Retry attempts and event age are written with the destinations, for a handler that has one. Without a destination nothing reads the attribute.");

    public static RuleMessage DoesNothingAlone(string attribute, string method) => NoDestination.Says(
        $"[{attribute}] does nothing on '{method}', which has neither [OnSuccessDestination] nor [OnFailureDestination]");

    /// <summary>LD1059.</summary>
    public static readonly Rule NotAMethod = Group.Error(
        "LD1059",
        "The attribute is on a local function or lambda",
        "A local function or lambda has no name by which its function could be found in the template, so no destination is set.");

    public static RuleMessage IsNotReadHere(string attribute) => NotAMethod.Says(
        $"[{attribute}] is not read on a local function or lambda, so it does nothing; put it on a method of a class and pass that to the bootstrap");

    /// <summary>On what ASP.NET Core calls for a request.</summary>
    public static RuleMessage IsNotReadOnEndpoint(string attribute) => NotAMethod.Says(
        $"[{attribute}] is not read on an endpoint of ASP.NET Core, so it does nothing: a destination belongs to the whole function, which API Gateway invokes synchronously. Override FunctionHandlerAsync in the entry point class and put the attribute there");

    /// <summary>LD1060.</summary>
    public static readonly Rule StaleHandler = Group.Warning(
        "LD1060",
        "Handler does not match any method of the assembly",
        "Lambda looks the method up by assembly, class and name when the function starts. Where it finds none, every invocation fails.");

    public static RuleMessage NamesNoMethod(string function, string handler, string? nearest) => nearest is null
        ? StaleHandler.Says($"Handler of '{function}' is '{handler}', but the assembly has no such method, so every invocation fails; correct the handler string")
        : StaleHandler.Says($"Handler of '{function}' is '{handler}', but the assembly has no such method, so every invocation fails; did you mean '{nearest}'?");

    /// <summary>LD1061.</summary>
    public static readonly Rule IdleConsumer = Group.Info(
        "LD1061",
        "No function of the template runs the consumer",
        "A consumer is called by its generated entry point, which is the handler of a function. Without the function its records wait, or are not sent at all.");

    /// <param name="consumer">The consumer.</param>
    /// <param name="handler">The handler string of its entry point.</param>
    public static RuleMessage NoFunctionRunsConsumer(string consumer, string handler) => IdleConsumer.Says(
        $"No function of the template runs the consumer '{consumer}'; the Handler of its function is '{handler}'");

    /// <summary>LD1062.</summary>
    public static readonly Rule NoInstance = Group.Warning(
        "LD1062",
        "Lambda cannot create the handler's class",
        "Lambda creates an instance by the public parameterless constructor of the class that the handler string names, and calls the method on it. It has no arguments to give.");

    public static RuleMessage IsOfAbstractClass(string handler, string type) => NoInstance.Says(
        $"'{handler}' stands in the abstract class '{type}', which Lambda cannot create; declare the destinations on a method of a class that is not abstract, or make the method static");

    public static RuleMessage HasNoParameterlessConstructor(string handler, string type) => NoInstance.Says(
        $"'{handler}' needs an instance of '{type}', which has no public parameterless constructor for Lambda to call; add one, or make the method static");

    /// <summary>LD1063.</summary>
    public static readonly Rule UnboundRecord = Group.Error(
        "LD1063",
        "The wrapper of Amazon.Lambda.Annotations cannot give the consumer its records",
        "Amazon.Lambda.Annotations deploys a wrapper of its own around the method, and a serializer of Lambda reads the event as one record. Batches of several, records in S3 and other parameters are for the generated entry point.");

    /// <param name="consumer">The consumer.</param>
    /// <param name="parameter">The parameter's name.</param>
    public static RuleMessage AnnotationsPassesOther(string consumer, string parameter) => UnboundRecord.Says(
        $"'{consumer}' has [LambdaFunction], whose wrapper has nothing to pass to '{parameter}'; take the record and ILambdaContext only, or remove [LambdaFunction] and give the generated entry point a function in the template");

    /// <param name="consumer">The consumer.</param>
    /// <param name="producer">The handler whose records it takes.</param>
    public static RuleMessage AnnotationsFetchesNothing(string consumer, string producer) => UnboundRecord.Says(
        $"'{consumer}' has [LambdaFunction], whose wrapper does not fetch the records of '{producer}' from their bucket; remove [LambdaFunction] and give the generated entry point a function in the template");

    /// <param name="consumer">The consumer.</param>
    /// <param name="mapping">The event or the mapping.</param>
    public static RuleMessage AnnotationsTakesOne(string consumer, string mapping) => UnboundRecord.Says(
        $"'{consumer}' has [LambdaFunction], whose wrapper reads one record, but '{mapping}' hands over batches; set its BatchSize to 1, or remove [LambdaFunction] and give the generated entry point a function in the template");

    /// <summary>LD1064.</summary>
    public static readonly Rule ContextNotNamed = Group.Info(
        "LD1064",
        "The project's JsonSerializerContext is not used",
        "Without a named context the generated readers read payloads by reflection or take the type information as an argument, which neither trimming nor Native AOT can follow.");

    /// <param name="context">The only context of the project.</param>
    public static RuleMessage IsNotNamed(string context) => ContextNotNamed.Says(
        $"'{context}' is the project's only JsonSerializerContext, but the generated readers do not use it; add [assembly: DestinationSerializer(typeof({context}))]");

    /// <summary>LD1070.</summary>
    public static readonly Rule LanguageVersion = Group.Warning(
        "LD1070",
        "The language version is too old for typed readers",
        "Generated readers are written in C# 8. The template is brought up to date all the same.");

    public static RuleMessage NeedsNewerLanguage(string handler) => LanguageVersion.Says(
        $"Typed readers for '{handler}' are not generated: they need C# 8 or later; raise LangVersion, or read the records by DestinationRecordReader");
}
