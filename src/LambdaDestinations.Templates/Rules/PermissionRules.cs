using System.Collections.Generic;

namespace LambdaDestinations.Templates.Rules;

/// <summary>LD3xxx: what the function's role may do.</summary>
internal static class PermissionRules
{
    /// <summary>Ahead of the rules, which it collects.</summary>
    private static readonly Rule.Group Group = new(RuleCategory.Permission);

    /// <summary>All rules of this class.</summary>
    public static IReadOnlyList<Rule> All => Group.All;

    /// <summary>LD3001.</summary>
    public static readonly Rule NotGranted = Group.Error(
        "LD3001",
        "The role is not allowed to send to the destination",
        "Lambda sends records with the function's execution role, and looks at the permission when the setting is written. The deployment fails without it.");

    public static RuleMessage RoleLacks(MissingGrant missing) => NotGranted.Says(
        $"The role of function '{missing.Function}' does not allow {missing.Actions} on {missing.Target}{missing.Where}, so Lambda refuses {missing.Setting}; give role '{missing.Role}' the statement {missing.Statements}");

    /// <summary>LD3002.</summary>
    public static readonly Rule ListBucketMissing = Group.Error(
        "LD3002",
        "The role may write to the bucket, but not list it",
        "For a bucket Lambda needs s3:PutObject on its objects and s3:ListBucket on the bucket itself. SAM's S3WritePolicy and AWS's AWSLambdaExecute write, but do not list.");

    public static RuleMessage RoleCannotList(MissingGrant missing) => ListBucketMissing.Says(
        $"The role of function '{missing.Function}' may put objects into {missing.Target}, but not list it (s3:ListBucket){missing.Where}, which Lambda needs too, so it refuses {missing.Setting}; give role '{missing.Role}' the statement {missing.Statements}");

    /// <summary>LD3003.</summary>
    public static readonly Rule ExplicitlyDenied = Group.Error(
        "LD3003",
        "A policy statement denies access to the destination",
        "An explicit deny wins over every allow, in whatever policy either stands, so no grant helps and Lambda refuses the setting.");

    /// <param name="statement">The path of the statement in the template.</param>
    /// <param name="function">The function that sends.</param>
    /// <param name="action">What is denied.</param>
    /// <param name="target">What on.</param>
    /// <param name="setting">What for.</param>
    /// <param name="where">The conditions with their values where it does; empty for everywhere.</param>
    public static RuleMessage StatementDenies(
        string statement, string function, string action, Shown target, SendingSetting setting, IEnumerable<(string Condition, bool Value)> where) => ExplicitlyDenied.Says(
        $"{statement} denies function '{function}' {action} on {target}{where}, so Lambda refuses {setting}; no grant helps against a Deny: narrow that statement");

    /// <summary>LD3004.</summary>
    public static readonly Rule KeyNotGranted = Group.Warning(
        "LD3004",
        "The role is not allowed to use the destination's KMS key",
        "Lambda encrypts what it sends with the function's role, and looks at the key at delivery only. The deployment goes through, and the records are lost.");

    /// <param name="missing">What the role lacks on the key; the target is what the key encrypts.</param>
    /// <param name="key">The key's logical id.</param>
    public static RuleMessage RoleCannotUseKey(MissingGrant missing, string key) => KeyNotGranted.Says(
        $"{missing.Target} is encrypted, but the role of function '{missing.Function}' does not allow {missing.Actions} on key '{key}'{missing.Where}, so what is sent there is lost silently; give role '{missing.Role}' the statement {missing.Statements}");

    /// <inheritdoc cref="RoleCannotUseKey"/>
    /// <param name="missing">What the role lacks on the key; the target is what the key encrypts.</param>
    /// <param name="arn">The key's ARN.</param>
    public static RuleMessage RoleCannotUseKeyOfArn(MissingGrant missing, string arn) => KeyNotGranted.Says(
        $"{missing.Target} is encrypted, but the role of function '{missing.Function}' does not allow {missing.Actions} on {arn}{missing.Where}, so what is sent there is lost silently; give role '{missing.Role}' the statement {missing.Statements}");

    /// <summary>LD3005.</summary>
    public static readonly Rule CannotVerify = Group.Info(
        "LD3005",
        "The role is not in the template",
        "Lambda sends with that role and refuses the setting when the permission is missing. SAM adds nothing to a role that it does not make.");

    public static RuleMessage RoleIsElsewhere(string function, ShownValues statements) => CannotVerify.Says(
        $"Cannot verify the role of function '{function}', which is not in the template; to reach its destinations it needs: {statements}");

    /// <summary>Of a function whose role a condition decides.</summary>
    /// <param name="function">The function.</param>
    /// <param name="roles">The roles of the template that it may have.</param>
    /// <param name="statements">What each of them needs.</param>
    public static RuleMessage RoleIsOpen(string function, IEnumerable<string> roles, ShownValues statements) => CannotVerify.Says(
        $"Cannot verify the role of function '{function}', since a deployment decides which one it is ({roles}); to reach its destinations each needs: {statements}");

    /// <inheritdoc cref="RoleIsElsewhere"/>
    public static RuleMessage RoleOfReaderIsElsewhere(string function, ShownValues statements) => CannotVerify.Says(
        $"Cannot verify the role of function '{function}', which is not in the template; for the events that the build writes and its destinations it needs: {statements}");

    /// <inheritdoc cref="RoleIsOpen"/>
    public static RuleMessage RoleOfReaderIsOpen(string function, IEnumerable<string> roles, ShownValues statements) => CannotVerify.Says(
        $"Cannot verify the role of function '{function}', since a deployment decides which one it is ({roles}); for the events that the build writes and its destinations each needs: {statements}");

    /// <summary>LD3006.</summary>
    public static readonly Rule NotOrdered = Group.Warning(
        "LD3006",
        "The permission may be created after the setting that needs it",
        "CloudFormation creates what does not depend on each other in any order, and Lambda looks at the permission when the setting is written. The deployment fails, or not, as it happens.");

    /// <param name="owner">The resource that has the setting.</param>
    /// <param name="policy">The policy that grants.</param>
    /// <param name="function">The function that sends.</param>
    /// <param name="target">Where to.</param>
    public static RuleMessage DoesNotWait(string owner, string policy, string function, Shown target) => NotOrdered.Says(
        $"Nothing makes '{owner}' wait for policy '{policy}', which lets function '{function}' reach {target}, and Lambda refuses the setting while the policy is not there; write DependsOn: {policy}");

    /// <inheritdoc cref="DoesNotWait"/>
    public static RuleMessage CannotWait(string owner, string policy, string function, Shown target) => NotOrdered.Says(
        $"Nothing makes '{owner}' wait for policy '{policy}', which lets function '{function}' reach {target}, and Lambda refuses the setting while the policy is not there; '{policy}' itself waits for '{owner}', so neither can wait for the other: name the target in the policy by its ARN without a reference");

    /// <param name="owner">The resource that has the setting.</param>
    /// <param name="connector">What waits for the connector's policy when it is named in <c>DependsOn</c>.</param>
    /// <param name="function">The function that sends.</param>
    /// <param name="target">Where to.</param>
    public static RuleMessage DoesNotWaitForConnector(string owner, string connector, string function, Shown target) => NotOrdered.Says(
        $"Nothing makes '{owner}' wait for the policy of connector '{connector}', which lets function '{function}' reach {target}, and Lambda refuses the setting while the policy is not there; write DependsOn: {connector}");

    /// <inheritdoc cref="DoesNotWaitForConnector"/>
    public static RuleMessage CannotWaitForConnector(string owner, string connector, string function, Shown target) => NotOrdered.Says(
        $"Nothing makes '{owner}' wait for the policy of connector '{connector}', which lets function '{function}' reach {target}, and Lambda refuses the setting while the policy is not there; '{connector}' itself waits for '{owner}', so neither can wait for the other: grant it in the role, on the target's ARN without a reference");

    /// <summary>LD3008.</summary>
    public static readonly Rule NoArnInPolicy = Group.Error(
        "LD3008",
        "The policy's Resource is not an ARN",
        "IAM takes ARNs and * as the Resource of a policy and refuses anything else with MalformedPolicyDocument: a queue's URL, a name, a variable that nothing replaces.");

    /// <param name="resource">What stands there.</param>
    /// <param name="owner">The resource that holds the policy.</param>
    public static RuleMessage IsRefusedByIam(Shown resource, string owner) => NoArnInPolicy.Says(
        $"{resource} in a policy of '{owner}' is not an ARN, and IAM refuses the policy; write the ARN, by !GetAtt or by !Sub");

    /// <param name="queue">The queue.</param>
    /// <param name="owner">The resource that holds the policy.</param>
    public static RuleMessage IsUrlInPolicy(string queue, string owner) => NoArnInPolicy.Says(
        $"A policy of '{owner}' names the URL of queue '{queue}' as its Resource, and IAM refuses the policy; write !GetAtt {queue}.Arn");

    /// <summary>LD3009.</summary>
    public static readonly Rule NotWithinBoundary = Group.Error(
        "LD3009",
        "The permissions boundary does not allow the destination",
        "A role may do what its policies and its permissions boundary both allow. Lambda looks at the permission when the setting is written and refuses it, whatever the policies grant.");

    /// <param name="boundary">The boundary's policy.</param>
    /// <param name="function">The function that sends.</param>
    /// <param name="action">What it does not admit.</param>
    /// <param name="target">What on.</param>
    /// <param name="setting">What for.</param>
    /// <param name="where">The conditions with their values where it does not; empty for everywhere.</param>
    public static RuleMessage BoundaryDoesNotAdmit(
        string boundary, string function, string action, Shown target, SendingSetting setting, IEnumerable<(string Condition, bool Value)> where) => NotWithinBoundary.Says(
        $"The permissions boundary '{boundary}' of function '{function}' does not admit {action} on {target}{where}, so Lambda refuses {setting}; no grant helps: let the boundary admit it");

    /// <summary>LD3007.</summary>
    public static readonly Rule PolicyDoesNotHelp = Group.Error(
        "LD3007",
        "The policy does not grant what its name suggests",
        "Several managed policies and SAM policy templates sound like the permission and grant another one, such as receiving from a queue. Lambda refuses the setting.");

    public static RuleMessage PolicyIsWithdrawn(string policy, MissingGrant missing) => PolicyDoesNotHelp.Says(
        $"AWS has withdrawn '{policy}', so function '{missing.Function}' lacks {missing.Actions} on {missing.Target}{missing.Where}, and Lambda refuses {missing.Setting}; give role '{missing.Role}' the statement {missing.Statements}");

    /// <param name="policy">The policy's name.</param>
    /// <param name="action">What one would expect of it.</param>
    /// <param name="missing">What the role lacks.</param>
    public static RuleMessage PolicyDoesNotGrant(string policy, string action, MissingGrant missing) => PolicyDoesNotHelp.Says(
        $"'{policy}' does not grant {action}, so function '{missing.Function}' lacks {missing.Actions} on {missing.Target}{missing.Where}, and Lambda refuses {missing.Setting}; give role '{missing.Role}' the statement {missing.Statements}");

    /// <inheritdoc cref="PolicyDoesNotGrant"/>
    public static RuleMessage PolicyGrantsElsewhere(string policy, string action, MissingGrant missing) => PolicyDoesNotHelp.Says(
        $"'{policy}' grants {action} on something else, so function '{missing.Function}' lacks {missing.Actions} on {missing.Target}{missing.Where}, and Lambda refuses {missing.Setting}; give role '{missing.Role}' the statement {missing.Statements}");
}
