namespace O2O.Dispatch.Domain.Fares;

/// <summary>Who has a part of what a job leaves the business.</summary>
public enum SplitParty
{
    /// <summary>The platform.</summary>
    Platform,

    /// <summary>The store: the job's merchant, or the one that the split names.</summary>
    Store,

    /// <summary>The brand, a merchant that the split names.</summary>
    Brand,
}
