using System.Collections.Immutable;
using O2O.Dispatch.Domain.Payments;

namespace O2O.Dispatch.Domain.Wallets;

/// <summary>The disputes of a top-up, as the entries of its wallet tell them. Pure.</summary>
public static class WalletDisputes
{
    private const string Prefix = "dispute:";

    /// <summary>The key of the entry that says that a dispute was opened, won or lost.</summary>
    /// <param name="dispute">The gateway's id.</param>
    /// <param name="kind">Which of the three.</param>
    public static string Key(string dispute, WalletEntryKind kind) => $"{Prefix}{dispute}:{Word(kind)}";

    /// <summary>How the disputes stand; null for none.</summary>
    /// <param name="entries">The entries of one top-up's disputes, in any order.</param>
    public static JobDisputes? Of(IEnumerable<WalletEntry> entries)
    {
        var all = entries.ToList();
        var disputes = ImmutableArray.CreateBuilder<JobDispute>();
        foreach (var opened in all.Where(entry => entry.Kind == WalletEntryKind.Disputed).OrderBy(entry => entry.At).ThenBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var id = Dispute(opened);
            var status = all.Any(entry => entry.Key == Key(id, WalletEntryKind.DisputeWon)) ? DisputeStatus.Won
                : all.Any(entry => entry.Key == Key(id, WalletEntryKind.DisputeLost)) ? DisputeStatus.Lost
                : DisputeStatus.Open;
            disputes.Add(new JobDispute(id, opened.Amount, status, opened.Intent));
        }

        return disputes.Count == 0 ? null : new JobDisputes(disputes.ToImmutable());
    }

    /// <summary>The gateway's id of the dispute that an entry is about.</summary>
    public static string Dispute(WalletEntry entry) => entry.Key[Prefix.Length..entry.Key.LastIndexOf(':')];

    private static string Word(WalletEntryKind kind) => kind switch
    {
        WalletEntryKind.Disputed => "opened",
        WalletEntryKind.DisputeWon => "won",
        WalletEntryKind.DisputeLost => "lost",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "An entry of a dispute is expected."),
    };
}
