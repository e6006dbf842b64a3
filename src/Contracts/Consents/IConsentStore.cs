using System.Collections.Immutable;
using O2O.Dispatch.Domain.Consents;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Merchants;

namespace O2O.Dispatch.Contracts.Consents;

/// <summary>What customers want counters to know, whom they let look, and who looked. Thread-safe.</summary>
public interface IConsentStore
{
    /// <summary>A customer's notes, in their order; empty for who has written none.</summary>
    ValueTask<ImmutableArray<string>> Notes(CustomerId customer, CancellationToken cancellationToken);

    /// <summary>Keeps a customer's notes, in the place of those before.</summary>
    ValueTask Write(CustomerId customer, ImmutableArray<string> notes, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Keeps a consent, in the place of the one that the merchant had of the customer.</summary>
    ValueTask Give(CounterConsent consent, CancellationToken cancellationToken);

    /// <summary>Takes a consent back. Whoever looks from then on is shown nothing; harmless when there is none.</summary>
    ValueTask Revoke(CustomerId customer, MerchantId merchant, CancellationToken cancellationToken);

    /// <summary>Forgets a customer's notes and consents. Who looked stays.</summary>
    ValueTask Forget(CustomerId customer, CancellationToken cancellationToken);

    /// <summary>A customer's consents that are in force, by merchant.</summary>
    /// <param name="customer">Whose.</param>
    /// <param name="now">The instant.</param>
    /// <param name="after">Only merchants after this one; null for the first page.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    ValueTask<ImmutableArray<CounterConsent>> Of(CustomerId customer, DateTimeOffset now, MerchantId? after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Looks at what a customer shares with a counter: where a consent is in force there and then, the look is written down, and the notes are given, in one transaction. A consent that is taken back before it commits
    /// shows nothing; one that is taken back while it is under way waits for it.
    /// </summary>
    /// <param name="look">Who looks where; how many notes there are is counted here.</param>
    /// <param name="cancellationToken">Stops before it begins.</param>
    /// <returns>Null without a consent: then nothing was written, and nothing is to be shown.</returns>
    ValueTask<SharedNotes?> Look(CounterLook look, CancellationToken cancellationToken);

    /// <summary>Who looked at what a customer shares, the latest first.</summary>
    /// <param name="customer">Whose.</param>
    /// <param name="before">Only looks before this one; null for the first page.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    ValueTask<ImmutableArray<CounterLook>> Looks(CustomerId customer, Guid? before, int limit, CancellationToken cancellationToken);
}
