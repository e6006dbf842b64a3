namespace O2O.Dispatch.Storage;

/// <summary>Times and bounds that every store keeps.</summary>
public static class StorageTerms
{
    /// <summary>How long the answer to a command is kept: 24 h.</summary>
    public static readonly TimeSpan AnswersKept = TimeSpan.FromHours(24);

    /// <summary>How long what a job took of a store's stock is kept: 30 days. What is said of it again after that finds nothing.</summary>
    public static readonly TimeSpan TakesKept = TimeSpan.FromDays(30);

    /// <summary>At most this much of an error's text is kept with an outbox row, in characters.</summary>
    public const int ErrorLength = 1_000;

    /// <summary>The epoch of every durable stream: its sequences never begin anew.</summary>
    public const long DurableEpoch = 1;

    /// <summary>Above every id: a list that goes down from the latest begins below it.</summary>
    internal static readonly Guid AboveAll = new("ffffffff-ffff-ffff-ffff-ffffffffffff");
}
