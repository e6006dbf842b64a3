using O2O.Dispatch.LoadTests.CommandLine;

return await LoadTestCommand.Run(args, Console.Out, Console.Error);
