using System.Collections.Concurrent;
using System.Text.Json;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Storage.Documents;

/// <summary>
/// The documents of one store's campaigns, read once each: a campaign is read with every quote of its vouchers' holders, and its document never changes. What was asked for least lately is dropped first:
/// of two generations the older goes as a whole when the younger is full, and what is asked for again moves to the younger. Thread-safe.
/// </summary>
/// <param name="generation">How many documents a generation holds.</param>
internal sealed class CampaignDocuments(int generation = CampaignDocuments.Generation)
{
    // More than are read at once as running.
    private const int Generation = 4 * VoucherRows.RunningAtOnce;
    private readonly Lock _gate = new();
    private volatile ConcurrentDictionary<Guid, Campaign> _young = new();
    private volatile ConcurrentDictionary<Guid, Campaign> _old = new();

    /// <summary>A campaign of its row.</summary>
    /// <param name="id">Which.</param>
    /// <param name="body">Reads the document, where it is not known.</param>
    /// <param name="ends">What may have changed since.</param>
    /// <param name="paused">What may have changed since.</param>
    public Campaign Of(Guid id, Func<string> body, DateTimeOffset ends, bool paused)
    {
        if (!_young.TryGetValue(id, out var campaign))
        {
            if (!_old.TryGetValue(id, out campaign))
            {
                campaign = JsonSerializer.Deserialize<Campaign>(body(), StoreJson.Options) ?? throw new JsonException("A campaign is expected, not null.");
            }

            Keep(id, campaign);
        }

        return campaign.Ends == ends && campaign.Paused == paused ? campaign : campaign with { Ends = ends, Paused = paused };
    }

    private void Keep(Guid id, Campaign campaign)
    {
        lock (_gate)
        {
            if (_young.Count >= generation)
            {
                _old = _young;
                _young = new();
            }

            _young[id] = campaign;
        }
    }
}
