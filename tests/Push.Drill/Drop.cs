namespace O2O.Dispatch.Pushes.Drill;

/// <summary>How a connection is lost.</summary>
internal enum Drop
{
    /// <summary>By a reset, which the server sees at once.</summary>
    Reset,

    /// <summary>Closed without a word of the protocol.</summary>
    Closed,

    /// <summary>Nothing is read or sent any more, and the server sees nothing, as in a tunnel.</summary>
    Silent,
}
