namespace Stripe;

/// <summary>A charge that the cardholder contests.</summary>
public class Dispute : StripeEntity<Dispute>, IHasId, IHasMetadata, IHasObject, IBalanceTransactionSource
{
    public string Id { get; set; }

    public string Object { get; set; }

    public long Amount { get; set; }

    public List<BalanceTransaction> BalanceTransactions { get; set; }

    public string ChargeId
    {
        get => Charge?.Id ?? field;
        set => (Charge, field) = (Charge?.Id == value ? Charge : null, value);
    }

    public Charge Charge { get; set; }

    public DateTime Created { get; set; }

    public string Currency { get; set; }

    public DisputeEvidenceDetails EvidenceDetails { get; set; }

    public bool IsChargeRefundable { get; set; }

    public bool Livemode { get; set; }

    public Dictionary<string, string> Metadata { get; set; }

    public string NetworkReasonCode { get; set; }

    public string PaymentIntentId
    {
        get => PaymentIntent?.Id ?? field;
        set => (PaymentIntent, field) = (PaymentIntent?.Id == value ? PaymentIntent : null, value);
    }

    public PaymentIntent PaymentIntent { get; set; }

    public string Reason { get; set; }

    public string Status { get; set; }
}
