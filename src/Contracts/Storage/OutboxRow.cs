namespace O2O.Dispatch.Contracts.Storage;

/// <summary>A row of the outbox.</summary>
/// <param name="Id">Given by the store, ascending.</param>
/// <param name="Message">What is owed.</param>
/// <param name="CreatedAt">When it was committed.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="DueAt">Not to be tried again before.</param>
public sealed record OutboxRow(long Id, OutboxMessage Message, DateTimeOffset CreatedAt, int Attempts, DateTimeOffset DueAt)
{
    /// <summary>How long after its commit a row comes due for the sweep: 10 s. Whoever committed delivers at once; the sweep is the second net, for a process that died in between.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
}
