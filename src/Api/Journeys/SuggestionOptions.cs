using System.ComponentModel.DataAnnotations;

namespace O2O.Dispatch.Api.Journeys;

/// <summary>How often something is suggested to a customer who wants it.</summary>
public sealed class SuggestionOptions
{
    /// <summary>Hours in which a customer is suggested one thing at the most. Default: 24.</summary>
    [Range(1, 8_760)]
    public int HoursBetween { get; set; } = 24;

    /// <summary>Suggestions to a customer in seven days at the most. Default: 3.</summary>
    [Range(1, 100)]
    public int PerWeek { get; set; } = 3;

    /// <summary>Jobs that have ended and wait to be looked at for a suggestion, at the most; further ones suggest nothing. Default: 1,000.</summary>
    [Range(1, 1_000_000)]
    public int Queued { get; set; } = 1_000;
}
