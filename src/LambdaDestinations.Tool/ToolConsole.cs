using System;
using System.IO;
using System.Text;
using Spectre.Console;

namespace LambdaDestinations.Tool;

/// <summary>Where the commands write, and the folder they work in. Plain text unless a terminal takes more.</summary>
internal sealed class ToolConsole
{
    private readonly IAnsiConsole? _rich;
    private readonly IAnsiConsole? _progress;

    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="folder">The folder that relative paths start from.</param>
    /// <param name="isOutputRich">Whether standard output is a terminal that shows colors.</param>
    /// <param name="isErrorRich">Whether standard error is such a terminal.</param>
    public ToolConsole(TextWriter output, TextWriter error, string folder, bool isOutputRich = false, bool isErrorRich = false)
    {
        Output = output;
        Error = error;
        Folder = Path.GetFullPath(folder);
        _rich = isOutputRich ? Rich(output) : null;
        _progress = isErrorRich ? Rich(error) : null;
    }

    /// <summary>Standard output.</summary>
    public TextWriter Output { get; }

    /// <summary>Standard error.</summary>
    public TextWriter Error { get; }

    /// <summary>The full path of the folder that relative paths start from.</summary>
    public string Folder { get; }

    /// <summary>The console of this process. Honours <c>NO_COLOR</c> (https://no-color.org) and <c>TERM=dumb</c>.</summary>
    public static ToolConsole ForProcess()
    {
        bool isPlain = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) || Environment.GetEnvironmentVariable("TERM") == "dumb";
        if (Console.IsOutputRedirected)
        {
            // A file or pipe gets UTF-8, on Windows too, as SARIF and JSON demand.
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        }

        return new ToolConsole(Console.Out, Console.Error, Environment.CurrentDirectory, !isPlain && !Console.IsOutputRedirected, !isPlain && !Console.IsErrorRedirected);
    }

    /// <summary>Writes text, styled where the terminal allows (<c>bold red</c>, see Spectre.Console).</summary>
    public void Write(string text, string? style = null)
    {
        if (_rich is null)
        {
            Output.Write(text);
        }
        else
        {
            // Lines are left to the terminal to wrap: a path with its line and column stays whole.
            _rich.Profile.Width = int.MaxValue / 2;
            _rich.Write(new Text(text, style is null ? Style.Plain : Style.Parse(style)));
        }
    }

    /// <summary>Ends the line.</summary>
    public void WriteLine(string text = "", string? style = null) => Write(text + "\n", style);

    /// <summary>Shows what is drawn on a terminal, or its plain form elsewhere.</summary>
    public void Show(Action<IAnsiConsole> rich, Action plain)
    {
        if (_rich is null)
        {
            plain();
        }
        else
        {
            _rich.Profile.Width = !Console.IsOutputRedirected && Console.WindowWidth > 0 ? Console.WindowWidth : 100;
            rich(_rich);
        }
    }

    /// <summary>Does something to each item, with a bar on standard error where that is a terminal.</summary>
    public void ForEach<T>(string title, System.Collections.Generic.IReadOnlyList<T> items, Action<T> action)
    {
        if (_progress is null || items.Count < 2)
        {
            foreach (T item in items)
            {
                action(item);
            }

            return;
        }

        _progress.Progress().AutoClear(true).HideCompleted(true).Start(context =>
        {
            ProgressTask task = context.AddTask(Markup.Escape(title), maxValue: items.Count);
            foreach (T item in items)
            {
                action(item);
                task.Increment(1);
            }
        });
    }

    private static IAnsiConsole Rich(TextWriter writer) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.Yes,
        ColorSystem = ColorSystemSupport.Detect,
        Out = new AnsiConsoleOutput(writer),
        Interactive = InteractionSupport.Yes,
    });
}
