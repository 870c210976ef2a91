using System;
using ParserRunner.Conformance;
using ParserRunner.Fuzzing;

// What tests/conformance.sh and tests/afl.sh run.
switch (args)
{
    case ["yaml", var folder, var deviations]:
        return YamlSuite.Run(folder, deviations);
    case ["json", var folder, var deviations]:
        return JsonSuite.Run(folder, deviations);
    case ["instrument", .. var assemblies]:
        FuzzTarget.Instrument(assemblies);
        return 0;
    case ["fuzz", var target]:
        FuzzTarget.Find(target).RunUnderAfl();
        return 0;
    case ["try", var target, .. var files]:
        return FuzzTarget.Find(target).Try(files);
    default:
        Console.Error.WriteLine("ParserRunner yaml|json FOLDER DEVIATIONS, instrument ASSEMBLY…, fuzz TARGET, try TARGET FILE…");
        return 2;
}
