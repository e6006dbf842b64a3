namespace O2O.Dispatch.Domain.Stores;

/// <summary>A range of time on a clock on the wall, [From, To).</summary>
/// <param name="From">Begins.</param>
/// <param name="To">Ends before.</param>
public readonly record struct LocalRange(DateTime From, DateTime To)
{
    /// <summary>Whether a time lies in it.</summary>
    public bool Contains(DateTime local) => local >= From && local < To;
}
