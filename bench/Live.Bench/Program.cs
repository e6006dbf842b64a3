using O2O.Dispatch.Live.Bench;

// Live.Bench [vehicles] [listeners] [seconds]: the server's share of a core while a map is watched. The listeners are a process of their own (listen <port> <count>).
if (args is ["listen", var port, var count])
{
    await Listeners.Run(int.Parse(port, null), int.Parse(count, null));
    return;
}

await MapBench.Run(
    args.Length > 0 ? int.Parse(args[0], null) : 5_500,
    args.Length > 1 ? int.Parse(args[1], null) : 50,
    TimeSpan.FromSeconds(args.Length > 2 ? int.Parse(args[2], null) : 20));
