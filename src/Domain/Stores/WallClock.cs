namespace O2O.Dispatch.Domain.Stores;

/// <summary>Between the clock on a wall and instants, where clocks are put forward and back too.</summary>
public static class WallClock
{
    /// <summary>What the clock shows at an instant.</summary>
    public static DateTime At(TimeZoneInfo zone, DateTimeOffset instant) => DateTime.SpecifyKind(TimeZoneInfo.ConvertTime(instant, zone).DateTime, DateTimeKind.Unspecified);

    /// <summary>The instant that the clock shows a time. A time that it shows twice means the first of the two; one that it leaves out means the instant it is put forward.</summary>
    public static DateTimeOffset InstantOf(TimeZoneInfo zone, DateTime local)
    {
        var wall = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(wall))
        {
            // The hour before and the hour after it differ by the gap; the clock jumps where both meet.
            var (valid, missing) = (wall, wall);
            while (zone.IsInvalidTime(valid))
            {
                valid = valid.AddHours(-1);
            }

            while (missing - valid > TimeSpan.FromTicks(1))
            {
                var middle = valid + ((missing - valid) / 2);
                (valid, missing) = zone.IsInvalidTime(middle) ? (valid, middle) : (middle, missing);
            }

            return new DateTimeOffset(valid, zone.GetUtcOffset(valid)).AddTicks(1).ToUniversalTime();
        }

        var offset = zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).Max() : zone.GetUtcOffset(wall);
        return new DateTimeOffset(wall, offset).ToUniversalTime();
    }
}
