namespace O2O.Dispatch.Domain.Bookings;

/// <summary>Names a booking. Written as 32 lower-case hexadecimal digits.</summary>
/// <param name="Value">A version 7 identifier from the injected clock and source.</param>
public readonly record struct BookingId(Guid Value) : IComparable<BookingId>
{
    /// <summary>Reads the text form; any form of a GUID is taken.</summary>
    public static bool TryParse(string? text, out BookingId id)
    {
        var ok = Guid.TryParse(text, out var value) && value != Guid.Empty;
        id = new BookingId(ok ? value : Guid.Empty);
        return ok;
    }

    /// <inheritdoc/>
    public int CompareTo(BookingId other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}
