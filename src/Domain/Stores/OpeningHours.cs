using System.Collections.Immutable;

namespace O2O.Dispatch.Domain.Stores;

/// <summary>When a store is open, on the clock on its wall.</summary>
/// <param name="Weekly">Every week.</param>
/// <param name="Exceptions">Days on which only their own hours hold, a day once. What began the day before goes on.</param>
public sealed record OpeningHours(ImmutableArray<DailyHours> Weekly, ImmutableArray<OpeningException> Exceptions)
{
    private const int LookAhead = 366;

    /// <summary>Always open.</summary>
    public static OpeningHours Always { get; } = new([new DailyHours(DailyHours.EveryDay, default)], []);

    /// <summary>The hours that begin on a day, in order of time.</summary>
    public ImmutableArray<LocalRange> Of(DateOnly day)
    {
        foreach (var exception in Exceptions)
        {
            if (exception.Day == day)
            {
                return [.. exception.Hours.Select(hours => hours.On(day)).OrderBy(range => range.From)];
            }
        }

        return [.. Weekly.Where(hours => hours.BeginsOn(day.DayOfWeek)).Select(hours => hours.Hours.On(day)).OrderBy(range => range.From)];
    }

    /// <summary>Whether it is open.</summary>
    /// <param name="local">On the clock there.</param>
    public bool IsOpen(DateTime local)
    {
        var day = DateOnly.FromDateTime(local);
        return Of(day).Any(range => range.Contains(local)) || Of(day.AddDays(-1)).Any(range => range.Contains(local));
    }

    /// <summary>When it opens next: now, if it is open; null if it does not for a year.</summary>
    /// <param name="local">On the clock there.</param>
    public DateTime? NextOpening(DateTime local)
    {
        if (IsOpen(local))
        {
            return local;
        }

        var day = DateOnly.FromDateTime(local);
        for (var i = 0; i <= LookAhead; i++)
        {
            foreach (var range in Of(day.AddDays(i)))
            {
                if (range.From > local)
                {
                    return range.From;
                }
            }
        }

        return null;
    }

    /// <summary>What is wrong, a line each; empty when it is sound.</summary>
    public IEnumerable<string> Faults()
    {
        foreach (var hours in Weekly)
        {
            if (hours.Days is < 1 or > DailyHours.EveryDay)
            {
                yield return $"Hours on the days {hours.Days} are on none: it lies between 1 and {DailyHours.EveryDay}, a bit for each day.";
            }
        }

        foreach (var twice in Exceptions.GroupBy(exception => exception.Day).Where(group => group.Count() > 1))
        {
            yield return $"{twice.Key:yyyy-MM-dd} is an exception twice.";
        }
    }

    /// <summary>Two are equal when all of them is.</summary>
    public bool Equals(OpeningHours? other) => other is not null && Weekly.SequenceEqual(other.Weekly) && Exceptions.SequenceEqual(other.Exceptions);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Weekly.Length, Exceptions.Length);
}
