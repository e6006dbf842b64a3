using O2O.Dispatch.Silo;

return await SiloProcess.Run(args, Console.Error);
