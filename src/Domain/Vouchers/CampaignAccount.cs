namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>A campaign with all that is used and held of it.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Code">What anybody may enter to get one of its vouchers, once each; null for none.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Spent">What its funder was charged.</param>
/// <param name="Held">What its funder will be charged at the most for what is held.</param>
/// <param name="Uses">Used and held.</param>
/// <param name="Issued">How many vouchers there are of it, in whatever state.</param>
public sealed record CampaignAccount(Campaign Campaign, VoucherCode? Code, DateTimeOffset CreatedAt, Money.Money Spent, Money.Money Held, int Uses, int Issued)
{
    /// <summary>A campaign of which nothing is used.</summary>
    public static CampaignAccount Of(Campaign campaign, VoucherCode? code, DateTimeOffset createdAt)
    {
        var none = Money.Money.Zero(campaign.Currency);
        return new CampaignAccount(campaign, code, createdAt, none, none, 0, 0);
    }
}
