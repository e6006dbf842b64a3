using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Geo.Zones;

/// <summary>
/// Turns the reports of one vehicle into entries, stays and exits. Of each kind it is in at most one zone; while an exit does not count yet it enters no
/// other zone of the kind. Entries and exits of a zone alternate. Not safe for several threads.
/// </summary>
public sealed class ZoneTracker
{
    private static readonly ZoneKind[] Kinds = Enum.GetValues<ZoneKind>();

    private readonly ZoneMap map;
    private readonly ZoneTrackerOptions options;
    private readonly Stay?[] stays = new Stay?[Kinds.Length];
    private DateTimeOffset? last;

    /// <summary>Starts to follow a vehicle that is in no zone yet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A time of the options is not above zero.</exception>
    public ZoneTracker(ZoneMap map, ZoneTrackerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(map);
        this.map = map;
        this.options = options ?? ZoneTrackerOptions.Default;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(this.options.ExitAfter, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(this.options.DwellAfter, TimeSpan.Zero, nameof(options));
    }

    /// <summary>How many reports were passed over because they were not later than one before: repeated, or overtaken on the way.</summary>
    public int PassedOver { get; private set; }

    /// <summary>The zone of a kind the vehicle is in, exits that do not count yet included; -1 for none.</summary>
    public int Current(ZoneKind kind) => stays[(int)kind]?.Zone ?? -1;

    /// <summary>Takes a report.</summary>
    /// <param name="point">Where the vehicle is.</param>
    /// <param name="at">When it was there.</param>
    /// <returns>What happened, in order; by kind when several kinds are concerned.</returns>
    public IReadOnlyList<ZoneEvent> Report(GeoPoint point, DateTimeOffset at)
    {
        if (at <= last)
        {
            PassedOver++;
            return [];
        }

        last = at;
        List<ZoneEvent>? events = null;
        foreach (var kind in Kinds)
        {
            Follow(kind, point, at, ref events);
        }

        return events ?? (IReadOnlyList<ZoneEvent>)[];
    }

    private void Follow(ZoneKind kind, GeoPoint point, DateTimeOffset at, ref List<ZoneEvent>? events)
    {
        if (stays[(int)kind] is { } stay)
        {
            if (map.Contains(stay.Zone, point))
            {
                var dwells = !stay.Dwelt && at - stay.Since >= options.DwellAfter;
                if (dwells)
                {
                    (events ??= []).Add(new ZoneEvent(ZoneEventKind.Dwell, stay.Zone, at));
                }

                stays[(int)kind] = stay with { Dwelt = stay.Dwelt || dwells, OutsideSince = null };
                return;
            }

            var outside = stay.OutsideSince ?? at;
            if (at - outside < options.ExitAfter && map.Distance(stay.Zone, point) <= options.ExitDistance)
            {
                stays[(int)kind] = stay with { OutsideSince = outside };
                return;
            }

            stays[(int)kind] = null;
            (events ??= []).Add(new ZoneEvent(ZoneEventKind.Exit, stay.Zone, outside));
        }

        var zone = map.Find(kind, point);
        if (zone >= 0)
        {
            stays[(int)kind] = new Stay(zone, at, Dwelt: false, OutsideSince: null);
            (events ??= []).Add(new ZoneEvent(ZoneEventKind.Enter, zone, at));
        }
    }

    private readonly record struct Stay(int Zone, DateTimeOffset Since, bool Dwelt, DateTimeOffset? OutsideSince);
}
