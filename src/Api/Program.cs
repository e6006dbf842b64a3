using O2O.Dispatch.Api.Nodes;

return await ApiNode.Run(args, Console.Error);
