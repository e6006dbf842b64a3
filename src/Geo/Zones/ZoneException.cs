namespace O2O.Dispatch.Geo.Zones;

/// <summary>An area that cannot be one: empty, crossing itself, not closed off, or not readable. The message names the area and the place of the fault.</summary>
public sealed class ZoneException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public ZoneException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
