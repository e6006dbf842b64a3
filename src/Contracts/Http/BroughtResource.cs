namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a customer is given who came by another's link, when the first job is completed.</summary>
/// <param name="CampaignId">The campaign of the link.</param>
/// <param name="Name">The name of the campaign that gives it.</param>
/// <param name="Currency">Of its amounts.</param>
/// <param name="Benefit">What it will be good for.</param>
/// <param name="IsDone">Whether the first job was completed.</param>
public sealed record BroughtResource(Guid CampaignId, string Name, string Currency, VoucherBenefitResource Benefit, bool IsDone);
