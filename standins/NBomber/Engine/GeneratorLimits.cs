namespace NBomber.Engine;

/// <summary>When the generator counts as the limit.</summary>
internal static class GeneratorLimits
{
    /// <summary>One start of a hundred later than this, in milliseconds. A guess: what people notice begins about there.</summary>
    public const double LateMs = 100;
}
