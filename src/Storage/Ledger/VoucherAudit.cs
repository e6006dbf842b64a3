using System.Text.Json;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Ledger;

/// <summary>
/// The rules of a voucher that a job was ordered with: what it may be worth, what was used of it, and what its funder was charged. It is other code than the one that prices, holds and posts.
/// </summary>
/// <param name="fault">Told of each fault: rule, key of the transfer or null, expected, found, and in words.</param>
internal sealed class VoucherAudit(Action<string, string?, long, long, string> fault)
{
    private const int CampaignsKept = 1_000;
    private readonly Dictionary<Guid, Campaign> _campaigns = [];

    /// <summary>Holds a voucher against the job that was ordered with it.</summary>
    /// <param name="job">The job.</param>
    /// <param name="voucher">The voucher.</param>
    /// <param name="posted">The transfer at the place of its discount; null for none.</param>
    /// <param name="isOwed">Whether an outbox row is still to tell the campaign what became of it.</param>
    public void Check(BookJob job, BookVoucher voucher, BookTransfer? posted, bool isOwed)
    {
        var (id, name) = (new JobId(job.Id), new VoucherId(voucher.Voucher));
        OrderedVouchers? order;
        Campaign? campaign;
        try
        {
            order = voucher.Order is { } document ? JsonSerializer.Deserialize<OrderedVouchers>(document, DispatchJson.Options) : null;
            campaign = CampaignOf(voucher);
        }
        catch (JsonException broken)
        {
            fault("state_unreadable", null, 0, 0, $"The order of job {id}, or the campaign of its voucher {name}, cannot be read: {broken.Message.TrimEnd('.')}");
            return;
        }

        if (voucher.Row is not { } row || campaign is null || row.Campaign != voucher.Campaign || order is null || (order.Vouchers ?? []).FirstOrDefault(one => one.Voucher == name) is not { } ordered)
        {
            fault("voucher_missing", posted?.Key, 1, 0, $"Job {id} was ordered with voucher {name} of campaign {new CampaignId(voucher.Campaign)}, which is not there, or is another's, or is not in its order");
            return;
        }

        if (row.Currency != job.Currency)
        {
            fault("voucher_currency_differs", posted?.Key, 0, row.Used, $"Voucher {name} is in {row.Currency} and job {id} in {job.Currency}");
        }

        var isOurs = row.HeldBy == order.Quote.Value;
        var used = isOurs && row.Status == VoucherStatus.Redeemed ? row.Used : 0;
        if (isOurs)
        {
            var most = Math.Min(ordered.Amount.MinorUnits, WorthOf(campaign.Benefit, order.QuotedFare));
            ExpectAtMost("voucher_above_worth", most, row.Held, $"Voucher {name} is held for {row.Held} by job {id}, which was ordered with {ordered.Amount.MinorUnits} of it, and is worth {most} there");
            ExpectAtMost("voucher_above_held", row.Held, used, $"Of voucher {name} {used} was used by job {id}, and {row.Held} held");
            if (row.Status == VoucherStatus.Redeemed && !VoucherUses.MayUse(job.Status))
            {
                fault("voucher_not_completed", null, 0, used, $"Voucher {name} was used by job {id}, which is {EnumText<JobStatus>.Of(job.Status)}");
            }
        }

        Charged(id, name, row, isOurs, used, posted, job.Status.IsEnd(), isOwed);
        var funder = OwnerOf(campaign.Funder, job.Operator);
        if (posted is not null && posted.DebitOwner != funder)
        {
            fault("voucher_funder_differs", posted.Key, 0, posted.Amount, $"Voucher {name} of job {id} is funded by {funder}, and {posted.DebitOwner} was charged");
        }
    }

    /// <summary>The account that a funder's discounts are charged to.</summary>
    /// <param name="funder">Who.</param>
    /// <param name="operator">Whose books: the platform's own discounts are the operator's.</param>
    public static string OwnerOf(Funder funder, string @operator) => funder.Kind switch
    {
        FunderKind.Platform => $"platform/{@operator}",
        FunderKind.Merchant => $"merchant/{funder.Id}",
        FunderKind.Operator => $"operator/{funder.Id}",
        FunderKind.Provider => $"provider/{funder.Id}",
    };

    /// <summary>What was posted against what was used. Between the commit of a job's end and the campaign's answer a voucher is still held: then the outbox owes the news.</summary>
    private void Charged(JobId id, VoucherId name, BookVoucherRow row, bool isOurs, long used, BookTransfer? posted, bool isEnded, bool isOwed)
    {
        var charged = posted?.Amount ?? 0;
        if (isOurs && row.Status == VoucherStatus.Held && isEnded)
        {
            if (isOwed)
            {
                ExpectAtMost("voucher_charged_differs", row.Held, charged, $"For voucher {name} of job {id} its funder was charged {charged}, and {row.Held} is held", posted?.Key);
            }
            else
            {
                fault("voucher_not_settled", posted?.Key, 0, row.Held, $"Voucher {name} is held by job {id}, which is at an end, and nothing is under way that uses it or gives it back");
            }
        }
        else if (!isOurs && row.Status == VoucherStatus.Redeemed && charged > 0)
        {
            fault("voucher_used_twice", posted!.Key, 0, charged, $"For voucher {name} of job {id} its funder was charged {charged}, and another job used it");
        }
        else if (charged != used)
        {
            fault("voucher_charged_differs", posted?.Key, used, charged, $"For voucher {name} of job {id} its funder was charged {charged}, and {used} was used");
        }
    }

    /// <summary>What a benefit is worth at the most on an order of a price, in minor units. What of a ride or of the goods it is good for is bounded by the price alone.</summary>
    private static long WorthOf(VoucherBenefit benefit, Fare quoted)
    {
        var gross = quoted.Gross.MinorUnits;
        var most = benefit switch
        {
            VoucherBenefit.Amount amount => amount.Value.MinorUnits,
            VoucherBenefit.Percentage percentage => Math.Min(percentage.Share.Of(quoted.Gross).MinorUnits, percentage.Most?.MinorUnits ?? gross),
            VoucherBenefit.RideCredit credit => credit.Most?.MinorUnits ?? gross,
            VoucherBenefit.FreeItem => gross,
            _ => throw new InvalidOperationException($"{benefit.GetType().Name} has no worth."),
        };
        return Math.Min(most, gross);
    }

    private Campaign? CampaignOf(BookVoucher voucher)
    {
        if (voucher.Terms is not { } terms)
        {
            return null;
        }

        if (_campaigns.TryGetValue(voucher.Campaign, out var known))
        {
            return known;
        }

        if (_campaigns.Count == CampaignsKept)
        {
            _campaigns.Clear();
        }

        return _campaigns[voucher.Campaign] = JsonSerializer.Deserialize<Campaign>(terms, StoreJson.Options) ?? throw new JsonException("A campaign is expected, not null.");
    }

    private void ExpectAtMost(string rule, long most, long actual, string words, string? key = null)
    {
        if (actual > most)
        {
            fault(rule, key, most, actual, words);
        }
    }
}
