using O2O.Dispatch.Matching.Bench;

namespace O2O.Dispatch.Geo.Bench;

/// <summary>Several things measured in turn, so that what slows the machine for a while slows all of them.</summary>
internal static class Rounds
{
    private const int Count = 7;

    /// <summary>The median nanoseconds of processor time one operation takes, for each action.</summary>
    public static double[] Nanoseconds(params (int Operations, Action Action)[] actions)
    {
        foreach (var (_, action) in actions)
        {
            action();
            action();
        }

        var times = Array.ConvertAll(actions, _ => new List<double>());
        for (var round = 1; round <= Count; round++)
        {
            Console.Error.Write($"\r  round {round} of {Count} ");
            for (var i = 0; i < actions.Length; i++)
            {
                var start = Machine.Clock();
                actions[i].Action();
                times[i].Add((Machine.Clock() - start) * 1e6 / actions[i].Operations);
            }
        }

        Console.Error.Write("\r                    \r");
        return Array.ConvertAll(times, t => t.Order().ElementAt(Count / 2));
    }
}
