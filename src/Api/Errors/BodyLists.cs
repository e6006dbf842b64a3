using System.Collections.Immutable;

namespace O2O.Dispatch.Api.Errors;

/// <summary>Lists as they come in bodies.</summary>
internal static class BodyLists
{
    /// <summary>A list that is not too long and holds no null; otherwise none, and a fault.</summary>
    public static ImmutableArray<T> Read<T>(ImmutableArray<T>? items, int most, string field, List<(string Field, string Reason)> faults)
        where T : class
    {
        if (items is not { IsDefault: false } all)
        {
            return [];
        }

        if (all.Length > most || all.Any(item => item is null))
        {
            faults.Add((field, $"At most {most} are expected, none of them null."));
            return [];
        }

        return all;
    }
}
