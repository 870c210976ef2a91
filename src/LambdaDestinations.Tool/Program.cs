using LambdaDestinations.Tool;

return await ToolApplication.Run(args, ToolConsole.ForProcess());
