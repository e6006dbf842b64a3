using System.Collections.Immutable;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Contracts.Merchants;

/// <summary>
/// Merchants, their stores, products and staff, and the stock of each store. Thread-safe; what is answered is durable. Of two who edit the same version one is written, and no two changes of a store's
/// stock come between each other: nothing is sold that is not there, whoever asks at once.
/// </summary>
public interface IMerchantStore
{
    /// <summary>Writes a new merchant down. One of the same id stays as it is.</summary>
    /// <returns>How it stands.</returns>
    ValueTask<Merchant> Add(Merchant merchant, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>A merchant; null when there is none of that id.</summary>
    ValueTask<Merchant?> Find(MerchantId merchant, CancellationToken cancellationToken);

    /// <summary>Merchants, the latest id first.</summary>
    /// <param name="operator">In whose markets; null for everybody's.</param>
    /// <param name="before">Ids below this one; null for the latest.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask<ImmutableArray<Merchant>> List(OperatorId? @operator, MerchantId? before, int limit, CancellationToken cancellationToken);

    /// <summary>Verifies or suspends a merchant.</summary>
    /// <returns>How it stands; null when there is none of that id.</returns>
    ValueTask<Merchant?> Stand(MerchantId merchant, MerchantStanding standing, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Writes a store of a merchant that is there.</summary>
    /// <param name="store">As it shall be. Whose it is never changes.</param>
    /// <param name="version">The version that the editor saw; 0 for a new one.</param>
    /// <param name="now">The instant.</param>
    /// <param name="cancellationToken">Stops before it begins.</param>
    ValueTask<Edit<StoreEntry>> Put(Store store, long version, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>A store; null when there is none of that id.</summary>
    ValueTask<StoreEntry?> Find(StoreId store, CancellationToken cancellationToken);

    /// <summary>A merchant's stores, the latest id first.</summary>
    ValueTask<ImmutableArray<StoreEntry>> StoresOf(MerchantId merchant, StoreId? before, int limit, CancellationToken cancellationToken);

    /// <summary>Writes a product.</summary>
    /// <param name="merchant">Whose. It never changes.</param>
    /// <param name="product">As it shall be.</param>
    /// <param name="version">The version that the editor saw; 0 for a new one.</param>
    /// <param name="now">The instant.</param>
    /// <param name="cancellationToken">Stops before it begins.</param>
    ValueTask<Edit<ProductEntry>> Put(MerchantId merchant, Product product, long version, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>A product; null when there is none of that id.</summary>
    ValueTask<ProductEntry?> Find(ProductId product, CancellationToken cancellationToken);

    /// <summary>A merchant's products, the latest id first.</summary>
    ValueTask<ImmutableArray<ProductEntry>> ProductsOf(MerchantId merchant, ProductId? before, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Runs commands of one store in their order, in one transaction, by <see cref="ShelfBook"/>: each on what the one before left. A command that is refused leaves the others alone.
    /// </summary>
    /// <returns>What came of each, in the same order. Of a store that is not there, every command is refused.</returns>
    /// <exception cref="ArgumentException">A quantity or a number is out of range; nothing is done.</exception>
    ValueTask<ImmutableArray<StockOutcome>> Run(StoreId store, ImmutableArray<StockCommand> commands, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>What was taken of stores for jobs that are not there and was not given back, the earliest first. A job that is being ordered may be among it: <see cref="StockCommand.Abandon"/> looks again.</summary>
    /// <param name="since">Taken then or later.</param>
    /// <param name="before">Taken before that.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask<ImmutableArray<AbandonedStock>> Abandoned(DateTimeOffset since, DateTimeOffset before, int limit, CancellationToken cancellationToken);

    /// <summary>What a store sells, in order of channel and product.</summary>
    ValueTask<ImmutableArray<ShelfLine>> Shelf(StoreId store, CancellationToken cancellationToken);

    /// <summary>What a store sells in one way; null when there is no such store.</summary>
    ValueTask<StoreOffer?> Offer(StoreId store, StoreChannel channel, CancellationToken cancellationToken);

    /// <summary>Stores of which anything but how many there are of a product has changed at an instant or later, in order of that and of id.</summary>
    /// <param name="since">The instant.</param>
    /// <param name="after">Of the stores of that very instant, ids above this one; null for all of them.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask<ImmutableArray<StoreCard>> Changed(DateTimeOffset since, StoreId? after, int limit, CancellationToken cancellationToken);

    /// <summary>Writes somebody new down. One of the same id stays as it is.</summary>
    /// <returns>How it stands.</returns>
    ValueTask<StaffMember> Add(StaffMember member, CancellationToken cancellationToken);

    /// <summary>Somebody who works for a merchant, or did; null when there is none of that id.</summary>
    ValueTask<StaffMember?> Find(StaffId member, CancellationToken cancellationToken);

    /// <summary>Who works for a merchant, or did, the latest id first.</summary>
    ValueTask<ImmutableArray<StaffMember>> StaffOf(MerchantId merchant, StaffId? before, int limit, CancellationToken cancellationToken);

    /// <summary>From now on it may nothing. The first time counts.</summary>
    /// <returns>How it stands; null when the merchant has none of that id.</returns>
    ValueTask<StaffMember?> Revoke(MerchantId merchant, StaffId member, DateTimeOffset now, CancellationToken cancellationToken);
}
