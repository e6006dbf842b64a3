namespace Stripe;

/// <summary>Money taken back from a connected account.</summary>
public class TransferReversal : StripeEntity<TransferReversal>, IHasId, IHasMetadata, IHasObject, IBalanceTransactionSource
{
    public string Id { get; set; }

    public string Object { get; set; }

    public long Amount { get; set; }

    public string BalanceTransactionId
    {
        get => BalanceTransaction?.Id ?? field;
        set => (BalanceTransaction, field) = (BalanceTransaction?.Id == value ? BalanceTransaction : null, value);
    }

    public BalanceTransaction BalanceTransaction { get; set; }

    public DateTime Created { get; set; }

    public string Currency { get; set; }

    public string DestinationPaymentRefundId
    {
        get => DestinationPaymentRefund?.Id ?? field;
        set => (DestinationPaymentRefund, field) = (DestinationPaymentRefund?.Id == value ? DestinationPaymentRefund : null, value);
    }

    public Refund DestinationPaymentRefund { get; set; }

    public Dictionary<string, string> Metadata { get; set; }

    public string SourceRefundId
    {
        get => SourceRefund?.Id ?? field;
        set => (SourceRefund, field) = (SourceRefund?.Id == value ? SourceRefund : null, value);
    }

    public Refund SourceRefund { get; set; }

    public string TransferId
    {
        get => Transfer?.Id ?? field;
        set => (Transfer, field) = (Transfer?.Id == value ? Transfer : null, value);
    }

    public Transfer Transfer { get; set; }
}
