using System;
using System.Collections.Generic;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Rules;

/// <summary>LD9xxx: trouble with the template or the build.</summary>
internal static class TemplateRules
{
    /// <summary>Ahead of the rules, which it collects.</summary>
    private static readonly Rule.Group Group = new(RuleCategory.Template);

    /// <summary>All rules of this class.</summary>
    public static IReadOnlyList<Rule> All => Group.All;

    /// <summary>LD9001.</summary>
    public static readonly Rule Unreadable = Group.Error(
        "LD9001",
        "The template cannot be read",
        "CloudFormation reads JSON, and YAML with its short functions. What stands here is neither, so nothing can be checked or written.");

    /// <summary>The parser says whole sentences of its own.</summary>
    public static RuleMessage IsMalformed(TemplateSyntaxError error) => Unreadable.Says($"{error.Message}");

    public static RuleMessage IsNotUtf8() => Unreadable.Says($"The template is not UTF-8");

    public static RuleMessage HasNoResources() => Unreadable.Says($"The template has no Resources");

    /// <summary>LD9002.</summary>
    public static readonly Rule NotEditable = Group.Error(
        "LD9002",
        "The template cannot be edited safely here",
        "The place to edit means more than it shows: an alias, a merge key, a macro or a function around it. An edit would change another place too, or nothing at all.");

    public static RuleMessage EditIsUnsafe(EditObstacle obstacle) => obstacle switch
    {
        EditObstacle.Alias => NotEditable.Says(
            $"An alias repeats this part of the template, so an edit here would change another place too; nothing was written. Write this part without it, or set LambdaDestinationsTemplateMode to None"),
        EditObstacle.MergeKey => NotEditable.Says(
            $"A merge key stands beside the edit, so what it merges cannot be told apart; nothing was written. Write this part without it, or set LambdaDestinationsTemplateMode to None"),
        EditObstacle.RepeatedKey => NotEditable.Says(
            $"The key to edit, or one above it, stands twice; nothing was written. Remove one of the two, or set LambdaDestinationsTemplateMode to None"),
        EditObstacle.Notation => NotEditable.Says(
            $"The template is written here in a way that cannot be edited safely; nothing was written. Write this part without it, or set LambdaDestinationsTemplateMode to None"),
        _ => throw new ArgumentOutOfRangeException(nameof(obstacle), obstacle, "Not an obstacle."),
    };

    /// <param name="resource">The resource.</param>
    /// <param name="setting">The map that is computed; <see langword="null"/> for the whole resource.</param>
    /// <param name="name">The key that was to be set in it.</param>
    public static RuleMessage CannotSetInComputed(string resource, string? setting, string name) => setting is null
        ? NotEditable.Says($"'{resource}' is computed or repeated, so {name} cannot be set in it; nothing was written. Write this part without it, or set LambdaDestinationsTemplateMode to None")
        : NotEditable.Says($"{setting} of '{resource}' is computed or repeated, so {name} cannot be set in it; nothing was written. Write this part without it, or set LambdaDestinationsTemplateMode to None");

    /// <param name="resource">The resource.</param>
    /// <param name="setting">What is a text, a list or a null that is spelled out.</param>
    /// <param name="name">The key that was to be set in it.</param>
    public static RuleMessage CannotSetInOther(string resource, string setting, string name) => NotEditable.Says(
        $"{setting} of '{resource}' has a value to which {name} cannot be added; nothing was written. Remove it, or set LambdaDestinationsTemplateMode to None");

    /// <param name="setting">The map of <c>Globals.Function</c> that is computed.</param>
    /// <param name="functions">The functions.</param>
    /// <param name="names">The keys that were to be set there.</param>
    public static RuleMessage SamWouldDropGlobal(string setting, IEnumerable<string> functions, IEnumerable<string> names) => NotEditable.Says(
        $"Globals.Function.{setting} is computed, and SAM would drop it for {functions} if they set {names}; nothing was written. Write this part without it, or set LambdaDestinationsTemplateMode to None");

    /// <summary>LD9003.</summary>
    public static readonly Rule HandEdited = Group.Warning(
        "LD9003",
        "A setting that the attributes own was edited by hand",
        "The template deploys as it stands, and the attribute says something else. The build does not overwrite what somebody wrote.");

    public static RuleMessage SettingEditedByHand(string setting, string resource) => HandEdited.Says(
        $"{setting} of '{resource}' was written by LambdaDestinations and then edited by hand; it is left alone. Change the attribute instead, or remove the entry from Metadata.LambdaDestinations to take it over");

    public static RuleMessage ResourceEditedByHand(string resource) => HandEdited.Says(
        $"Everything of '{resource}' was written by LambdaDestinations and then edited by hand; it is left alone. Change the attribute instead, or remove the entry from Metadata.LambdaDestinations to take it over");

    /// <summary>LD9004.</summary>
    public static readonly Rule Conflict = Group.Warning(
        "LD9004",
        "The template already has a different value",
        "The template deploys as it stands, and the attribute says something else. The build does not overwrite what it did not write.");

    public static RuleMessage SaysSomethingElse(string setting, string resource, TemplateValue existing, TemplateValue wanted) => Conflict.Says(
        $"{setting} of '{resource}' is {existing}, but the attributes say {wanted}; the template is left alone. Remove it from the template, or correct the attribute");

    /// <summary>The same of a template that the CDK makes, so that nobody edits it.</summary>
    public static RuleMessage AppSetsSomethingElse(string setting, string resource, TemplateValue existing, TemplateValue wanted) => Conflict.Says(
        $"{setting} of '{resource}' is {existing} by the CDK app, but the attributes say {wanted}. Set it in the CDK app, or correct the attribute");

    /// <summary>LD9005.</summary>
    public static readonly Rule LogicalIdTaken = Group.Error(
        "LD9005",
        "The logical id of a resource to create is taken",
        "A logical id stands once in a template, so nothing is created for the destination.");

    public static RuleMessage IdIsTaken(string logicalId, string type, string taken) => AwsTargets.FromResourceType(type) is null
        ? LogicalIdTaken.Says($"The build would create '{logicalId}' of type {type}, but the template has a resource of type {taken} by that name; rename it")
        : LogicalIdTaken.Says($"The build would create '{logicalId}' of type {type}, but the template has a resource of type {taken} by that name; rename it, or give the destination a target");

    /// <summary>The same of a construct of the CDK.</summary>
    /// <param name="path">The path of the construct that is there.</param>
    /// <param name="type">What would be created.</param>
    public static RuleMessage ConstructIdIsTaken(string path, DestinationTargetType type) => LogicalIdTaken.Says(
        $"A construct for a destination of type {type} would be created as '{path}', but there is another construct by that path; rename it, or give the destination a target");

    /// <param name="logicalId">The resource that stands in the place of the one to create.</param>
    /// <param name="type">Its type, the same.</param>
    /// <param name="function">The function whose outcomes it would deliver.</param>
    public static RuleMessage SaysOtherThanNeeded(string logicalId, string type, string function) => LogicalIdTaken.Says(
        $"The build would create '{logicalId}' of type {type} for the outcomes of the durable function '{function}', but the template has one by that name that says something else; rename it");

    /// <param name="logicalId">The alarm that stands in the place of the one to create, and watches something else.</param>
    /// <param name="metric">What would be watched.</param>
    public static RuleMessage AlarmWatchesOther(string logicalId, string metric) => LogicalIdTaken.Says(
        $"The build would create '{logicalId}' to watch {metric}, but the template has an alarm by that name that watches something else; rename it");

    /// <summary>LD9006.</summary>
    public static readonly Rule StillReferenced = Group.Info(
        "LD9006",
        "A created resource was not removed",
        "Without the resource CloudFormation would delete it with what it holds, so it is removed only while nothing else refers to it or changed it.");

    public static RuleMessage IsStillReferenced(string resource) => StillReferenced.Says(
        $"'{resource}' was created for an attribute that is gone, but the template still refers to it; it is left in place");

    public static RuleMessage IsStillEdited(string resource) => StillReferenced.Says(
        $"'{resource}' was created for an attribute that is gone, but it was edited by hand; it is left in place");

    /// <summary>LD9007.</summary>
    public static readonly Rule HiddenFunction = Group.Warning(
        "LD9007",
        "The function is not visible in the template",
        "CloudFormation expands macros, loops and includes after the template has left your machine. What they make cannot be seen or edited in the text.");

    /// <param name="handler">The handler, or the logical id of its function.</param>
    /// <param name="place">What may make the function.</param>
    /// <param name="name">How the template calls that.</param>
    public static RuleMessage MayBeHidden(string handler, HidingPlace place, string name) => place switch
    {
        HidingPlace.Loop => HiddenFunction.Says(
            $"Nothing was written for '{handler}': the template does not show its function, and the loop {name} may make it. Write the destinations by hand into the function in the loop; '# ld:ignore LD9007' above the loop accepts that"),
        HidingPlace.Include => HiddenFunction.Says(
            $"Nothing was written for '{handler}': the template does not show its function, and {name} may bring it. Write the destinations by hand into the included file; '# ld:ignore LD9007' above the include accepts that"),
        HidingPlace.Macro => HiddenFunction.Says(
            $"Nothing was written for '{handler}': the template does not show its function, and the macro {name} may make it. Let the macro write the destinations; '# ld:ignore LD9007' above the macro accepts that"),
        _ => throw new ArgumentOutOfRangeException(nameof(place), place, "Not a hiding place."),
    };

    /// <param name="target">The handler whose function is to receive the records.</param>
    /// <param name="name">How the template calls what may make that function.</param>
    public static RuleMessage TargetMayBeHidden(string target, string name) => HiddenFunction.Says(
        $"The destination '{target}' was not written: the template does not show its function, and {name} may make it. Give the destination the ARN of the function, or let the template show it");

    /// <param name="function">A function whose handler a deployment decides.</param>
    /// <param name="handler">The handler that no other function runs.</param>
    public static RuleMessage MayRun(string function, string handler) => HiddenFunction.Says(
        $"Cannot verify that function '{function}' runs '{handler}', since a deployment decides its handler; the handler's destinations are not written. Name the function by [DestinationFunction(\"{function}\")]");

    /// <summary>LD9008.</summary>
    public static readonly Rule HandlersDisagree = Group.Error(
        "LD9008",
        "Attributes of one function disagree",
        "Lambda keeps one asynchronous configuration per function and qualifier, and one destination per outcome. There is no place for two values.");

    public static RuleMessage AskForDifferent(string function, string setting, TemplateValue first, TemplateValue second) => HandlersDisagree.Says(
        $"The attributes of function '{function}' ask for different values of {setting}: {first} and {second}");

    /// <summary>LD9010.</summary>
    public static readonly Rule NotWritten = Group.Error(
        "LD9010",
        "A declared setting is not in the template",
        "The template is what is deployed. A destination, a number of retries or an age that it lacks does not exist, whatever the attributes say.");

    /// <param name="setting">The path of the setting.</param>
    /// <param name="resource">The resource that should have it.</param>
    /// <param name="wanted">What the attributes say.</param>
    /// <param name="isSynthesized">Whether the CDK makes the template, so that nobody edits it.</param>
    public static RuleMessage LacksSetting(string setting, string resource, TemplateValue wanted, bool isSynthesized) => isSynthesized
        ? NotWritten.Says($"'{resource}' has no {setting}, but the attributes say {wanted}. Set it in the CDK app, or correct the attribute")
        : NotWritten.Says($"'{resource}' has no {setting}, but the attributes say {wanted}. Run 'lambda-destinations apply', or build with LambdaDestinationsTemplateMode=Update, and commit the template");

    /// <summary>Of a template that the CDK makes: any target of the type will do.</summary>
    /// <param name="setting">The path of the setting.</param>
    /// <param name="resource">The resource that should have it.</param>
    /// <param name="type">What the attributes ask for.</param>
    public static RuleMessage LacksAnyTarget(string setting, string resource, DestinationTargetType type) => NotWritten.Says(
        $"'{resource}' has no {setting}, but the attributes ask for a destination of type {type}. Set it in the CDK app, or correct the attribute");

    /// <param name="function">The durable function.</param>
    /// <param name="outcome">The outcome.</param>
    /// <param name="target">Where the attributes send it.</param>
    /// <param name="isSynthesized">Whether the CDK makes the template, so that nobody edits it.</param>
    public static RuleMessage LacksEventRule(string function, DestinationOutcome outcome, TemplateValue target, bool isSynthesized) => isSynthesized
        ? NotWritten.Says($"No event rule delivers the {InWords(outcome)} of the durable function '{function}' to {target}, as the attributes say. Set it in the CDK app, or correct the attribute")
        : NotWritten.Says($"No event rule delivers the {InWords(outcome)} of the durable function '{function}' to {target}, as the attributes say. Run 'lambda-destinations apply', or build with LambdaDestinationsTemplateMode=Update, and commit the template");

    /// <param name="function">The consumer's function.</param>
    /// <param name="source">What holds its records.</param>
    /// <param name="isSynthesized">Whether the CDK makes the template.</param>
    public static RuleMessage LacksEvent(string function, string source, bool isSynthesized) => isSynthesized
        ? NotWritten.Says($"Nothing brings function '{function}' the records of '{source}', as [DestinationConsumer] says. Add the event in the CDK app, or correct the attribute")
        : NotWritten.Says($"Nothing brings function '{function}' the records of '{source}', as [DestinationConsumer] says. Run 'lambda-destinations apply', or build with LambdaDestinationsTemplateMode=Update, and commit the template");

    /// <param name="function">The function.</param>
    /// <param name="metric">The metric that no alarm watches.</param>
    /// <param name="isSynthesized">Whether the CDK makes the template, so that nobody edits it.</param>
    public static RuleMessage LacksAlarm(string function, string metric, bool isSynthesized) => isSynthesized
        ? NotWritten.Says($"No alarm watches {metric} for function '{function}', as [DestinationAlarms] asks. Add it in the CDK app, or remove the attribute")
        : NotWritten.Says($"No alarm watches {metric} for function '{function}', as [DestinationAlarms] asks. Run 'lambda-destinations apply', or build with LambdaDestinationsTemplateMode=Update, and commit the template");

    private static string InWords(DestinationOutcome outcome) => outcome == DestinationOutcome.Success ? "success" : "failure";

    /// <param name="setting">The path of the setting.</param>
    /// <param name="function">The function.</param>
    /// <param name="qualifier">The qualifier whose config is not there.</param>
    /// <param name="wanted">What the attributes say.</param>
    /// <param name="isSynthesized">Whether the CDK makes the template, so that nobody edits it.</param>
    public static RuleMessage LacksConfig(string setting, string function, TemplateValue qualifier, TemplateValue wanted, bool isSynthesized) => isSynthesized
        ? NotWritten.Says($"'{function}' has no EventInvokeConfig of qualifier {qualifier} with {setting}, but the attributes say {wanted}. Set it in the CDK app, or correct the attribute")
        : NotWritten.Says($"'{function}' has no EventInvokeConfig of qualifier {qualifier} with {setting}, but the attributes say {wanted}. Run 'lambda-destinations apply', or build with LambdaDestinationsTemplateMode=Update, and commit the template");

    /// <param name="setting">The path of the setting.</param>
    /// <param name="resource">The resource that has it.</param>
    /// <param name="existing">What the template says.</param>
    /// <param name="wanted">What the attributes say.</param>
    /// <param name="isSynthesized">Whether the CDK makes the template, so that nobody edits it.</param>
    public static RuleMessage HasOtherSetting(string setting, string resource, TemplateValue existing, TemplateValue wanted, bool isSynthesized) => isSynthesized
        ? NotWritten.Says($"{setting} of '{resource}' is {existing}, but the attributes say {wanted}. Set it in the CDK app, or correct the attribute")
        : NotWritten.Says($"{setting} of '{resource}' is {existing}, but the attributes say {wanted}. Run 'lambda-destinations apply', or build with LambdaDestinationsTemplateMode=Update, and commit the template");

    /// <summary>LD9011.</summary>
    public static readonly Rule NotComparable = Group.Info(
        "LD9011",
        "A setting cannot be compared with the attribute",
        "A parameter, an import or a condition decides at deployment what the setting is. It may be what the attribute says, or something else.");

    public static RuleMessage CannotCompare(string setting, string resource, TemplateValue existing, TemplateValue wanted) => NotComparable.Says(
        $"Cannot verify {setting} of '{resource}': the template says {existing}, which is known at deployment only, and the attributes say {wanted}");

    /// <summary>LD9012.</summary>
    public static readonly Rule UnreadableAssembly = Group.Error(
        "LD9012",
        "The cloud assembly cannot be read",
        "The CDK writes the paths of the constructs into manifest.json and the files beside it. Without them it is not known which construct an attribute names.");

    /// <param name="file">The file of the cloud assembly.</param>
    /// <param name="reason">What is wrong with it.</param>
    public static RuleMessage AssemblyIsUnreadable(string file, string reason) => UnreadableAssembly.Says(
        $"The CDK's '{file}' cannot be read, so it is not known which constructs the attributes name: {reason}. Run 'cdk synth' again");

    /// <summary>LD9013.</summary>
    public static readonly Rule CopiesCollide = Group.Error(
        "LD9013",
        "Two template copies would have the same name",
        "LambdaDestinationsTemplateMode=Generate writes a copy of each template into the output folder, under the name of its file. One copy would overwrite the other.");

    /// <param name="templates">The templates of one file name.</param>
    public static RuleMessage CopiesHaveOneName(IEnumerable<string> templates) => CopiesCollide.Says(
        $"The templates {templates} have one file name, so their copies in the output folder would overwrite each other; nothing was written. Rename one, or use another LambdaDestinationsTemplateMode");

    /// <summary>LD9014.</summary>
    public static readonly Rule ChangedByBuild = Group.Warning(
        "LD9014",
        "The build changed the template",
        "What the template says is deployed. A change that a build makes is reviewed and committed like one that is made by hand.");

    /// <param name="fates">What became of the resources.</param>
    public static RuleMessage WroteTemplate(IReadOnlyList<ResourceFate> fates) => ChangedByBuild.Says(
        $"The build updated the template from the attributes: {fates}. Review and commit the change");

    /// <summary>LD9015.</summary>
    public static readonly Rule CreatedResourceGoes = Group.Warning(
        "LD9015",
        "A created resource is removed",
        "CloudFormation deletes a queue or topic that a template no longer has, with the messages and subscriptions. A function that is renamed gets new ones.");

    public static RuleMessage QueueGoes(string resource) => CreatedResourceGoes.Says(
        $"No attribute makes '{resource}' any longer, so it goes from the template, and CloudFormation deletes the queue with the messages in it. To keep it, restore the template and name it in an attribute: \"@{resource}\"");

    public static RuleMessage TopicGoes(string resource) => CreatedResourceGoes.Says(
        $"No attribute makes '{resource}' any longer, so it goes from the template, and CloudFormation deletes the topic with its subscriptions. To keep it, restore the template and name it in an attribute: \"@{resource}\"");

    public static RuleMessage BucketGoes(string resource) => CreatedResourceGoes.Says(
        $"No attribute makes '{resource}' any longer, so it goes from the template; the bucket stays in the account, outside of the stack. To keep it, restore the template and name it in an attribute: \"@{resource}\"");

    /// <summary>
    /// The rules that say where a template and the attributes disagree in one setting. The build tells what it leaves alone; whoever verifies
    /// (the analyzers too, where nothing is written) is told all of it.
    /// </summary>
    public static IReadOnlyList<Rule> OfSettings { get; } = [HandEdited, Conflict, NotWritten, NotComparable];

    /// <summary>LD9020.</summary>
    public static readonly Rule RepeatedKey = Group.Warning(
        "LD9020",
        "Duplicate key",
        "SAM and CloudFormation take the last value of a key that stands twice in one map, and the others are lost without a word; other tools refuse the template.");

    public static RuleMessage KeyStandsTwice(string name) => RepeatedKey.Says(
        $"The key '{name}' stands twice in this map. The last value counts and the other is lost, where a tool does not refuse the template; remove one of the two");

    /// <summary>LD9021.</summary>
    public static readonly Rule RepeatedSection = Group.Error(
        "LD9021",
        "Duplicate template section",
        "SAM and CloudFormation take the last of two sections of one name: what the first declares is not deployed, or is deleted by the next deployment.");

    public static RuleMessage SectionStandsTwice(string name) => RepeatedSection.Says(
        $"The section '{name}' stands twice. The last one counts, and all that the other declares is lost; write both into one");

    /// <summary>LD9022.</summary>
    public static readonly Rule RefusedByReaders = Group.Warning(
        "LD9022",
        "SAM and cfn-lint cannot read the template",
        "SAM's command line, the AWS CLI and cfn-lint read YAML with PyYAML. It refuses a template in which an anchor stands twice or a key is not a text, although YAML allows both.");

    public static RuleMessage AnchorStandsTwice(string name) => RefusedByReaders.Says(
        $"The anchor '&{name}' stands twice, and PyYAML, which SAM and cfn-lint use, refuses the template; give one of the two another name");

    public static RuleMessage KeyIsNotText() => RefusedByReaders.Says(
        $"This key is a map, a list or a function, and PyYAML, which SAM and cfn-lint use, refuses the template; write a text as the key");

    /// <summary>LD9030.</summary>
    public static readonly Rule Missing = Group.Warning(
        "LD9030",
        "No template",
        "A destination exists by the template that is deployed. Without a template the destinations would not exist.");

    public static RuleMessage NoTemplateFound() => Missing.Says(
        $"The project declares destinations but has no template (looked for serverless.template, template.yaml, template.yml, template.json), so no destination will be set; set LambdaDestinationsTemplate to its path. For 'dotnet lambda deploy-function', 'lambda-destinations commands' prints what sets them; then set LambdaDestinationsTemplateMode to None");

    public static RuleMessage TemplateDoesNotExist(string path) => Missing.Says(
        $"The project declares destinations but its template does not exist ({path}), so no destination will be set; set LambdaDestinationsTemplate to its path, or LambdaDestinationsTemplateMode to None");

    /// <param name="path">The template of several that is not there.</param>
    public static RuleMessage OneTemplateDoesNotExist(string path) => Missing.Says(
        $"One of the project's templates does not exist ({path}), so nothing is written to it; correct its path in LambdaDestinationsTemplate");

    /// <summary>LD9031.</summary>
    public static readonly Rule OutOfDate = Group.Error(
        "LD9031",
        "The template is out of date",
        "What is deployed is what is committed, and a build server does not change files. Build locally and commit the result.");

    /// <param name="lines">How many lines go or come.</param>
    /// <param name="file">The file that has all of them; <see langword="null"/> when it could not be written.</param>
    /// <param name="difference">Those to show below the sentence, each after a line break; empty where another line of the log shows them.</param>
    public static RuleMessage NeedsChanges(long lines, string? file, string difference) => file is null
        ? OutOfDate.Says(
            $"The template does not say what the attributes say; build on your machine, without ContinuousIntegrationBuild and LambdaDestinationsTemplateMode=Verify, and commit the result. Lines that differ: {lines}{new ShownLines(difference)}")
        : OutOfDate.Says(
            $"The template does not say what the attributes say; build on your machine, without ContinuousIntegrationBuild and LambdaDestinationsTemplateMode=Verify, and commit the result. Lines that differ: {lines}, all of them in {file}{new ShownLines(difference)}");

    /// <summary>LD9032.</summary>
    public static readonly Rule ChangedByPublish = Group.Warning(
        "LD9032",
        "The publish changed the template",
        "The deploy command of Amazon.Lambda.Tools reads the template before it publishes, so the change may not be deployed.");

    public static RuleMessage ChangedTooLate() => ChangedByPublish.Says(
        $"The publish changed the template after a deploy command may have read it; build and commit first, then deploy");

    /// <summary>LD9033.</summary>
    public static readonly Rule UnknownManifest = Group.Error(
        "LD9033",
        "The assembly's manifest cannot be read",
        "The assembly was built by a newer or damaged version of the package. Use one version in all projects.");

    /// <param name="assembly">The assembly.</param>
    /// <param name="reason">What the reader says.</param>
    public static RuleMessage ManifestIsUnreadable(string assembly, string reason) => UnknownManifest.Says(
        $"The destination manifest of '{assembly}' cannot be read: {reason}");

    /// <summary>LD9034.</summary>
    public static readonly Rule WriteFailed = Group.Error(
        "LD9034",
        "The template cannot be written",
        "The file is read-only or in use, and nothing was changed.");

    /// <param name="reason">What the operating system says.</param>
    public static RuleMessage CannotWrite(string reason) => WriteFailed.Says(
        $"The template cannot be written: {reason}");

    /// <summary>LD9035.</summary>
    public static readonly Rule UnknownMode = Group.Error(
        "LD9035",
        "The template mode does not exist",
        "The mode decides whether the build writes the template, compares it, writes a copy or leaves it alone. With another value it does nothing.");

    public static RuleMessage IsNoMode(string mode) => UnknownMode.Says(
        $"LambdaDestinationsTemplateMode is '{mode}'; it is Update, Verify, Generate or None");

    /// <summary>LD9040.</summary>
    public static readonly Rule MapFailed = Group.Error(
        "LD9040",
        "The flow map cannot be written",
        "The map is for people. One that is not written anew goes on showing yesterday's flow.");

    /// <param name="map">The file.</param>
    /// <param name="reason">What the operating system says.</param>
    public static RuleMessage CannotWriteMap(string map, string reason) => MapFailed.Says(
        $"The flow map '{map}' cannot be written: {reason}");

    public static RuleMessage MapHasNoFormat(string map) => MapFailed.Says(
        $"The flow map '{map}' cannot be written: its name ends with none of .mmd, .md, .svg, .html");

    /// <summary>LD9041.</summary>
    public static readonly Rule NotRead = Group.Warning(
        "LD9041",
        "Nothing reads the destination attributes",
        "A source generator reads the attributes and writes what the template's update needs. Without it they are decoration: no destination is set, no reader is generated.");

    /// <summary>How many methods a message names.</summary>
    public const int ShownMethods = 5;

    /// <param name="methods">Some of the methods with attributes.</param>
    /// <param name="language">The project's language.</param>
    public static RuleMessage AttributesAreNotRead(IEnumerable<string> methods, string language) => NotRead.Says(
        $"The destination attributes of {methods} do nothing: source generators run in C# projects, and this one is in {language}. Move the handlers to a C# project, or write the destinations into the template and remove the attributes");

    /// <param name="methods">Some of the methods with attributes.</param>
    public static RuleMessage GeneratorDidNotRun(IEnumerable<string> methods) => NotRead.Says(
        $"The destination attributes of {methods} were not read, since the source generator of LambdaDestinations.Generators did not run; the template is left as it is. Reference the package without excluding its analyzers");

    /// <summary>LD9050.</summary>
    public static readonly Rule Misshapen = Group.Error(
        "LD9050",
        "CloudFormation cannot read this part of the template",
        "A section, a resource, and a resource's properties are maps, and its Type is a string. CloudFormation refuses the template otherwise, and nothing can be said of what stands there.");

    /// <param name="path">Where it stands.</param>
    /// <param name="fault">What stands there instead.</param>
    public static RuleMessage IsNotMap(string path, StructureFault fault) => fault switch
    {
        StructureFault.Empty => Misshapen.Says($"{path} has no value, but CloudFormation requires a map here and refuses the template; write the entries below it, or remove the key"),
        StructureFault.List => Misshapen.Says($"{path} is a list, but CloudFormation requires a map here and refuses the template"),
        StructureFault.Scalar => Misshapen.Says($"{path} is a single value, but CloudFormation requires a map here and refuses the template"),
        StructureFault.Computed => Misshapen.Says($"{path} is computed by a function, but CloudFormation requires a map here and refuses the template"),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "Not a fault."),
    };

    public static RuleMessage HasNoType(string resource) => Misshapen.Says(
        $"Resource '{resource}' has no Type, so CloudFormation refuses the template");

    public static RuleMessage TypeIsNotValid(string resource) => Misshapen.Says(
        $"Type of '{resource}' is not a valid resource type such as AWS::SQS::Queue, so CloudFormation refuses the template");

    /// <param name="resource">The resource.</param>
    /// <param name="attribute"><c>Condition</c> or <c>DependsOn</c>.</param>
    public static RuleMessage AttributeIsNotName(string resource, string attribute) => attribute == "Condition"
        ? Misshapen.Says($"Condition of '{resource}' is not the name of a condition, so CloudFormation refuses the template")
        : Misshapen.Says($"{attribute} of '{resource}' is not a logical id or a list of logical ids, so CloudFormation refuses the template");

    /// <summary>LD9051.</summary>
    public static readonly Rule IdleMarker = Group.Info(
        "LD9051",
        "The marker does not name a rule or setting",
        "What a marker names is not reported. One that names nothing silences nothing, and whoever wrote it believes that it does.");

    /// <param name="name">What the marker names.</param>
    /// <param name="nearest">What may be meant; <see langword="null"/> when nothing is near.</param>
    public static RuleMessage NamesNoRule(string name, string? nearest) => nearest is null
        ? IdleMarker.Says($"'{name}' is not the id of a rule or the name of a setting, so it silences nothing; correct or remove it")
        : IdleMarker.Says($"'{name}' is not the id of a rule or the name of a setting, so it silences nothing; did you mean '{nearest}'?");

    /// <param name="name">What a comment names that is not read as a marker.</param>
    public static RuleMessage IsNotMarker(string name) => IdleMarker.Says(
        $"The comment is not read as a marker, so it silences nothing; write '# ld:ignore {name}', with a space and nothing else between");

    /// <summary>A marker with nothing that can be read as a name.</summary>
    public static RuleMessage NamesNothing() => IdleMarker.Says(
        $"The marker names no rule, so it silences nothing; write the ids behind it, such as '# ld:ignore LD4001'");

    /// <summary>LD9055.</summary>
    public static readonly Rule CannotVerifyTarget = Group.Info(
        "LD9055",
        "The target's policy is not in the template",
        "An event rule has no role for queues, topics and functions: their own policies must let EventBridge send. Without that every delivery fails.");

    /// <param name="target">The queue, topic or function.</param>
    /// <param name="statements">What its policy needs.</param>
    public static RuleMessage TargetIsElsewhere(Shown target, ShownValues statements) => CannotVerifyTarget.Says(
        $"Cannot verify that {target}, which is not in the template, lets EventBridge send to it; its policy needs: {statements}");

    /// <summary>LD9056.</summary>
    public static readonly Rule PolicyNotExtended = Group.Error(
        "LD9056",
        "The target's policy cannot be extended",
        "A queue or topic has one policy: a second one would replace the first. Where the policy of the template cannot take the statement, nothing is written.");

    /// <param name="policy">The policy.</param>
    /// <param name="service">The service that must be let: <c>EventBridge</c>.</param>
    /// <param name="statement">What it lacks.</param>
    public static RuleMessage StatementsAreNoList(string policy, string service, ShownValues statement) => PolicyNotExtended.Says(
        $"'{policy}' must let {service} send, and its PolicyDocument.Statement is not a plain list to which that can be added; write it as a list, or add the statement {statement}");

    /// <param name="policy">The policy.</param>
    /// <param name="assembly">The other assembly.</param>
    public static RuleMessage PolicyIsOfOtherAssembly(string policy, string assembly) => PolicyNotExtended.Says(
        $"The build created '{policy}' for assembly '{assembly}', and a queue or topic has one policy only; use a target of your own, or remove Metadata.LambdaDestinations from the policy, to which both assemblies add their statements then");

    /// <param name="target">The queue or topic.</param>
    /// <param name="policies">Its policies.</param>
    public static RuleMessage HasSeveralPolicies(string target, IEnumerable<string> policies) => PolicyNotExtended.Says(
        $"'{target}' has several policies, of which a deployment takes one: {policies}; write the statements into one of them");

    /// <param name="policy">The policy.</param>
    /// <param name="function">The durable function, which waits for it.</param>
    public static RuleMessage FunctionWaitsForPolicy(string policy, string function) => PolicyNotExtended.Says(
        $"'{policy}' must let the event rule of function '{function}' send, and '{function}' itself waits for '{policy}', so neither could come first; remove the DependsOn or the reference that leads there");

    /// <param name="policy">The policy.</param>
    /// <param name="sid">The <c>Sid</c> that the statement would have.</param>
    /// <param name="statement">The statement.</param>
    public static RuleMessage SidIsTaken(string policy, string sid, ShownValues statement) => PolicyNotExtended.Says(
        $"'{policy}' has a statement with the Sid '{sid}' already, and it says something else than the statement that lets EventBridge send; give it another Sid, or make it {statement}");

    /// <param name="policy">The policy.</param>
    /// <param name="condition">Its condition.</param>
    /// <param name="function">The durable function.</param>
    public static RuleMessage PolicyIsConditional(string policy, string condition, string function) => PolicyNotExtended.Says(
        $"'{policy}' exists only where condition '{condition}' holds, but the event rule of function '{function}' needs it elsewhere too; remove the condition, or give it to '{function}'");

    /// <summary>LD9057.</summary>
    public static readonly Rule KeyRefusesEventBridge = Group.Warning(
        "LD9057",
        "EventBridge is not allowed to use the target's KMS key",
        "EventBridge encrypts what it sends with the key of the queue or topic, as the key's policy allows. Without that every delivery fails, and nothing but a metric tells of it.");

    /// <param name="target">The queue or topic.</param>
    /// <param name="key">The key.</param>
    /// <param name="statements">What the key's policy lacks.</param>
    public static RuleMessage KeyLacks(string target, string key, ShownValues statements) => KeyRefusesEventBridge.Says(
        $"'{target}' is encrypted with the key '{key}', whose policy does not let EventBridge use it, so no status change arrives; add to its KeyPolicy the statement {statements}");

    /// <param name="target">The queue or topic.</param>
    /// <param name="alias">The alias of the key of AWS.</param>
    /// <param name="isQueue">Whether SQS can encrypt it without a key.</param>
    public static RuleMessage KeyIsOfAws(string target, string alias, bool isQueue) => KeyRefusesEventBridge.Says(
        $"'{target}' is encrypted with {alias}, whose policy nobody can change and which EventBridge may not use, so no status change arrives; use a key of your own{(isQueue ? ", or SqsManagedSseEnabled" : "")}");

    /// <summary>LD9060.</summary>
    public static readonly Rule ConstructNotConfigured = Group.Error(
        "LD9060",
        "The construct cannot be given destinations",
        "Destinations are a setting of a function that the stack makes, with a permission of its role. Of an imported function or a version neither is in the stack's hands.");

    /// <param name="function">The path of the construct.</param>
    public static RuleMessage FunctionIsImported(string function) => ConstructNotConfigured.Says(
        $"'{function}' is an imported function, whose settings and role belong to the stack that makes it; add the destinations there");

    /// <param name="version">The path of the construct.</param>
    public static RuleMessage IsVersion(string version) => ConstructNotConfigured.Says(
        $"'{version}' is a version, which the next deployment replaces together with its settings; add the destinations to the function or to an alias");

    /// <param name="function">The path of the construct.</param>
    public static RuleMessage HasNoRoleConstruct(string function) => ConstructNotConfigured.Says(
        $"'{function}' is a CfnFunction without a Function around it, so there is no role construct to grant permissions to; use Amazon.CDK.AWS.Lambda.Function");

    /// <param name="function">The path of the function.</param>
    /// <param name="statements">What the role needs.</param>
    public static RuleMessage RoleTakesNoPolicy(string function, ShownValues statements) => ConstructNotConfigured.Says(
        $"The role of '{function}' is imported and not mutable, so nothing could be granted; it needs: {statements}");

    /// <summary>LD9061.</summary>
    public static readonly Rule OtherEnvironment = Group.Error(
        "LD9061",
        "The target construct is in another environment",
        "Lambda sends records to targets of the function's own region, and the name of a construct means one of the same account. Nothing is written for a target elsewhere.");

    /// <param name="target">The path of the target.</param>
    /// <param name="targetEnvironment">Its account and region.</param>
    /// <param name="function">The path of the function.</param>
    /// <param name="functionEnvironment">Its account and region.</param>
    public static RuleMessage IsInOtherEnvironment(string target, string targetEnvironment, string function, string functionEnvironment) => OtherEnvironment.Says(
        $"'{target}' is in environment {targetEnvironment}, but function '{function}' is in {functionEnvironment}; make a target in the environment of the function");

    /// <summary>The advice that is told by the build that first meets it, in a line that a person sees, and by no later one.</summary>
    public static IReadOnlyList<Rule> ToldOnce { get; } = [PermissionRules.CannotVerify, CannotVerifyTarget, StillReferenced, CreatedResourceGoes];
}
