using O2O.Dispatch.AllInOne.CommandLine;

return await AllInOneCommand.Run(args, Console.Out, Console.Error);
