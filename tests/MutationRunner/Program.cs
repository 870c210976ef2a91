using System;
using System.Globalization;
using System.Threading.Tasks;

namespace LambdaDestinations.MutationRunner;

/// <summary><c>MutationRunner folder [--tests namespace] [--mutant id]</c>; see tests/mutation.sh.</summary>
internal static class Program
{
    private const int WrongArguments = 2;

    private static async Task<int> Main(string[] arguments)
    {
        string area = "";
        int? mutant = null;
        for (int i = 1; i < arguments.Length; i += 2)
        {
            switch (arguments[i..])
            {
                case ["--tests", string name, ..]:
                    area = name;
                    break;
                case ["--mutant", string id, ..]:
                    mutant = int.Parse(id, CultureInfo.InvariantCulture);
                    break;
                default:
                    return await Usage();
            }
        }

        if (arguments is not [string folder, ..])
        {
            return await Usage();
        }

        MutationRun run = new(folder);
        await (mutant is { } one ? run.RunOne(one, area) : run.RunAll(area));
        return 0;
    }

    private static async Task<int> Usage()
    {
        await Console.Error.WriteLineAsync("MutationRunner folder [--tests namespace] [--mutant id]");
        return WrongArguments;
    }
}
