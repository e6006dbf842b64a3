using System.Collections.Immutable;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Api.Stores;

/// <summary>Hours of the week, as they come in bodies and go out in answers.</summary>
internal static class WeeklyHours
{
    /// <summary>For an answer.</summary>
    public static ImmutableArray<WeeklyHoursResource> Of(ImmutableArray<DailyHours> weekly) =>
        [.. weekly.Select(hours => new WeeklyHoursResource([.. Enum.GetValues<DayOfWeek>().Where(hours.BeginsOn).Select(day => Snake.Of(day))], hours.Hours.From, hours.Hours.To))];

    /// <summary>Out of a body; what is wrong joins the faults.</summary>
    public static ImmutableArray<DailyHours> Read(ImmutableArray<WeeklyHoursResource>? body, int most, string field, List<(string Field, string Reason)> faults)
    {
        var weekly = ImmutableArray.CreateBuilder<DailyHours>();
        foreach (var one in BodyLists.Read(body, most, field, faults))
        {
            var days = 0;
            foreach (var name in one.Days.IsDefault ? [] : one.Days)
            {
                if (Snake.TryRead<DayOfWeek>(name, out var day))
                {
                    days |= 1 << (int)day;
                }
                else
                {
                    faults.Add((field, $"'{name}' is no day of the week."));
                }
            }

            weekly.Add(new DailyHours(days, new HourRange(one.From, one.To)));
        }

        return weekly.ToImmutable();
    }
}
