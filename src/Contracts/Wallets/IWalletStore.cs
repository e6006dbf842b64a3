using System.Collections.Immutable;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Wallets;

namespace O2O.Dispatch.Contracts.Wallets;

/// <summary>Wallets, what happened to them, and what customers put in. Thread-safe; a move that is answered is durable, and no two moves of a wallet come between each other.</summary>
public interface IWalletStore
{
    /// <summary>Moves: reads, decides by <see cref="WalletDecisions"/> and writes with its ledger transfers in one transaction. The same key gives the same entry again.</summary>
    /// <param name="move">What is wanted.</param>
    /// <param name="fee">What the gateway kept of a top-up; null for nothing that is known.</param>
    /// <param name="cancellationToken">Stops before it begins.</param>
    ValueTask<WalletChange> Move(WalletMove move, Money? fee, CancellationToken cancellationToken);

    /// <summary>All wallets of a customer, by operator and currency.</summary>
    ValueTask<ImmutableArray<Wallet>> Of(CustomerId customer, CancellationToken cancellationToken);

    /// <summary>What happened to a customer's wallets, the latest first.</summary>
    /// <param name="customer">Whose.</param>
    /// <param name="before">Numbers below this one; null for the latest.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask<ImmutableArray<(long Number, WalletEntry Entry)>> Entries(CustomerId customer, long? before, int limit, CancellationToken cancellationToken);

    /// <summary>A payment out of a wallet; null when there is none of that name.</summary>
    ValueTask<WalletHold?> Find(string intent, CancellationToken cancellationToken);

    /// <summary>Writes a top-up down that the gateway is to be asked for. One of the same id stays as it is.</summary>
    /// <returns>How it stands.</returns>
    ValueTask<WalletTopUp> Begin(WalletTopUp topUp, CancellationToken cancellationToken);

    /// <summary>A top-up; null when there is none of that id.</summary>
    ValueTask<WalletTopUp?> TopUp(Guid id, CancellationToken cancellationToken);

    /// <summary>What disputes did to the wallet of a top-up: <see cref="WalletEntryKind.Disputed"/>, <see cref="WalletEntryKind.DisputeWon"/> and <see cref="WalletEntryKind.DisputeLost"/>, in order.</summary>
    ValueTask<ImmutableArray<WalletEntry>> Disputes(Guid topUp, CancellationToken cancellationToken);

    /// <summary>The disputes that nobody has decided, the latest first.</summary>
    ValueTask<ImmutableArray<WalletEntry>> OpenDisputes(int limit, CancellationToken cancellationToken);

    /// <summary>The wallets whose customers owe something, who owes most first.</summary>
    ValueTask<ImmutableArray<Wallet>> Owing(int limit, CancellationToken cancellationToken);

    /// <summary>Top-ups that the gateway is to be asked for now.</summary>
    ValueTask<ImmutableArray<WalletTopUp>> Due(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>Puts a top-up off that nobody knows the answer to.</summary>
    ValueTask PutOff(Guid id, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Writes down how a top-up that was begun ended. One that has ended stays as it is.</summary>
    ValueTask End(Guid id, WalletTopUpStatus status, string? intent, string? code, CancellationToken cancellationToken);
}
