using O2O.Dispatch.Replay.CommandLine;

return ReplayCommand.Run(args, Console.Out, Console.Error);
