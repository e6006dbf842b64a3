namespace O2O.Dispatch.Domain.Journeys;

/// <summary>Names a customer's way from the first touch to the next job. Written as 32 lower-case hexadecimal digits; who knows it may go on with it, so that nobody may guess it.</summary>
/// <param name="Value">128 random bits.</param>
public readonly record struct JourneyId(Guid Value)
{
    /// <summary>How many random bytes an id is made of.</summary>
    public const int RandomBytes = 16;

    /// <summary>An id of random bytes.</summary>
    /// <exception cref="ArgumentException">They are not <see cref="RandomBytes"/>.</exception>
    public static JourneyId Of(ReadOnlySpan<byte> random) => new(new Guid(random, bigEndian: true));

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}
