namespace Stripe;

/// <summary>Money paid out to a bank account.</summary>
public class Payout : StripeEntity<Payout>, IHasId, IHasMetadata, IHasObject, IBalanceTransactionSource
{
    public string Id { get; set; }

    public string Object { get; set; }

    public long Amount { get; set; }

    public long? ApplicationFeeAmount { get; set; }

    public DateTime ArrivalDate { get; set; }

    public bool Automatic { get; set; }

    public string BalanceTransactionId
    {
        get => BalanceTransaction?.Id ?? field;
        set => (BalanceTransaction, field) = (BalanceTransaction?.Id == value ? BalanceTransaction : null, value);
    }

    public BalanceTransaction BalanceTransaction { get; set; }

    public DateTime Created { get; set; }

    public string Currency { get; set; }

    public string Description { get; set; }

    public string DestinationId
    {
        get => Destination?.Id ?? field;
        set => (Destination, field) = (Destination?.Id == value ? Destination : null, value);
    }

    public IExternalAccount Destination { get; set; }

    public string FailureBalanceTransactionId
    {
        get => FailureBalanceTransaction?.Id ?? field;
        set => (FailureBalanceTransaction, field) = (FailureBalanceTransaction?.Id == value ? FailureBalanceTransaction : null, value);
    }

    public BalanceTransaction FailureBalanceTransaction { get; set; }

    public string FailureCode { get; set; }

    public string FailureMessage { get; set; }

    public bool Livemode { get; set; }

    public Dictionary<string, string> Metadata { get; set; }

    public string Method { get; set; }

    public string OriginalPayoutId
    {
        get => OriginalPayout?.Id ?? field;
        set => (OriginalPayout, field) = (OriginalPayout?.Id == value ? OriginalPayout : null, value);
    }

    public Payout OriginalPayout { get; set; }

    public string PayoutMethod { get; set; }

    public string ReconciliationStatus { get; set; }

    public string ReversedById
    {
        get => ReversedBy?.Id ?? field;
        set => (ReversedBy, field) = (ReversedBy?.Id == value ? ReversedBy : null, value);
    }

    public Payout ReversedBy { get; set; }

    public string SourceType { get; set; }

    public string StatementDescriptor { get; set; }

    public string Status { get; set; }

    public string Type { get; set; }
}
