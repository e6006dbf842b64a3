using NBomber.Contracts;

namespace NBomber.Engine;

/// <summary>When a scenario's simulations want what. Pure: it says instants and numbers and waits for nothing.</summary>
internal sealed class LoadPlan
{
    private readonly IReadOnlyList<LoadSimulation> _parts;

    /// <summary>Of one scenario's simulations.</summary>
    /// <exception cref="ArgumentException">There is none, or open and closed ones are mixed.</exception>
    public LoadPlan(string scenario, IReadOnlyList<LoadSimulation> parts)
    {
        if (parts.Count == 0)
        {
            throw new ArgumentException($"Scenario '{scenario}' has no load simulation.");
        }

        var closed = parts.Any(part => part.Kind is LoadKind.KeepConstant or LoadKind.RampingConstant);
        if (closed && parts.Any(part => part.Kind is LoadKind.Inject or LoadKind.RampingInject))
        {
            throw new ArgumentException($"Scenario '{scenario}' mixes Inject with Constant simulations: one says how many start, the other how many run. Make two scenarios of it.");
        }

        (_parts, IsClosed) = (parts, closed);
        Duration = TimeSpan.FromTicks(parts.Sum(part => part.During.Ticks));
    }

    /// <summary>Whether copies begin again when they have ended.</summary>
    public bool IsClosed { get; }

    /// <summary>Of all parts.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Of an open model: the instants at which iterations are to start, from the plan's beginning, in order. The area under the rate reaches a half, one and a half, ... at them.</summary>
    public IEnumerable<TimeSpan> Arrivals()
    {
        var begin = TimeSpan.Zero;
        var rate = 0.0;
        var left = 0.5;
        foreach (var part in _parts)
        {
            var seconds = part.During.TotalSeconds;
            var (from, to) = part.Kind switch
            {
                LoadKind.Inject => (part.RatePerSecond, part.RatePerSecond),
                LoadKind.RampingInject => (rate, part.RatePerSecond),
                LoadKind.Pause or LoadKind.KeepConstant or LoadKind.RampingConstant => (0.0, 0.0),
            };
            var area = (from + to) / 2 * seconds;

            // A start that falls into the next part by no more than rounding belongs to this one.
            var reached = left;
            for (; reached <= area + 1e-9; reached++)
            {
                yield return begin + TimeSpan.FromSeconds(Math.Min(seconds, InstantOf(reached, from, to, seconds)));
            }

            left = Math.Max(0, reached - area);
            rate = to;
            begin += part.During;
        }
    }

    /// <summary>Of a closed model: how many copies run at an instant.</summary>
    public int CopiesAt(TimeSpan instant)
    {
        var before = 0;
        foreach (var part in _parts)
        {
            if (instant < part.During)
            {
                return part.Kind switch
                {
                    LoadKind.KeepConstant => part.Value,
                    LoadKind.RampingConstant => before + (int)Math.Round((part.Value - before) * (instant / part.During)),
                    LoadKind.Pause or LoadKind.Inject or LoadKind.RampingInject => 0,
                };
            }

            instant -= part.During;
            before = part.Kind == LoadKind.Pause ? 0 : part.Value;
        }

        return 0;
    }

    /// <summary>When the area under a straight line from one rate to another reaches a value: the solution of from*t + (to-from)/(2*seconds)*t*t = area, in the form that also holds for a flat line.</summary>
    private static double InstantOf(double area, double from, double to, double seconds)
    {
        var slope = (to - from) / seconds;
        var root = Math.Sqrt(Math.Max(0, (from * from) + (2 * slope * area)));
        return from + root == 0 ? 0 : 2 * area / (from + root);
    }
}
