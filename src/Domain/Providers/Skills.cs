using System.Collections.Immutable;
using O2O.Dispatch.Domain.Markets;

namespace O2O.Dispatch.Domain.Providers;

/// <summary>Names of what somebody can do or is licensed for, as <c>electrician</c> or <c>boiler-gas</c>: an operator grants them to providers, and products ask for them. Slugs, compared letter by letter.</summary>
public static class Skills
{
    /// <summary>The most that a product asks for.</summary>
    public const int MostOfProduct = 10;

    /// <summary>The most that a provider has.</summary>
    public const int MostOfProvider = 50;

    /// <summary>What is wrong with a list, a line each; empty when it is sound.</summary>
    /// <param name="skills">The names.</param>
    /// <param name="most">How many there may be.</param>
    public static IEnumerable<string> Faults(IReadOnlyCollection<string> skills, int most)
    {
        if (skills.Count > most)
        {
            yield return $"At most {most} skills are expected.";
        }

        foreach (var skill in skills.Where(skill => !Slug.IsSlug(skill)))
        {
            yield return $"'{skill}' does not name a skill: {Slug.Rule}";
        }

        foreach (var twice in skills.GroupBy(skill => skill, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            yield return $"Skill '{twice.Key}' is there twice.";
        }
    }

    /// <summary>A list as it is kept: each once, in order; null for none.</summary>
    public static ImmutableArray<string>? Of(IEnumerable<string> skills) =>
        skills.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray() is { IsEmpty: false } some ? some : null;

    /// <summary>What somebody lacks of what is asked for.</summary>
    /// <param name="had">What somebody has; null for nothing.</param>
    /// <param name="asked">What is asked for; null for nothing.</param>
    public static ImmutableArray<string> Missing(ImmutableArray<string>? had, ImmutableArray<string>? asked) =>
        asked is not { } all ? [] : had is not { } some ? all : all.RemoveAll(skill => some.Contains(skill));
}
