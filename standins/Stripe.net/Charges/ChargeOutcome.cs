namespace Stripe;

/// <summary>What the network and the risk check said.</summary>
public class ChargeOutcome : StripeEntity<ChargeOutcome>
{
    public string AdviceCode { get; set; }

    public string NetworkAdviceCode { get; set; }

    public string NetworkDeclineCode { get; set; }

    public string NetworkStatus { get; set; }

    public string Reason { get; set; }

    public string RiskLevel { get; set; }

    public long RiskScore { get; set; }

    public string SellerMessage { get; set; }

    public string Type { get; set; }
}
