namespace Stripe;

/// <summary>Money passed on to a connected account.</summary>
public class Transfer : StripeEntity<Transfer>, IHasId, IHasMetadata, IHasObject, IBalanceTransactionSource
{
    public string Id { get; set; }

    public string Object { get; set; }

    public long Amount { get; set; }

    public long AmountReversed { get; set; }

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

    public Account Destination { get; set; }

    public string DestinationPaymentId
    {
        get => DestinationPayment?.Id ?? field;
        set => (DestinationPayment, field) = (DestinationPayment?.Id == value ? DestinationPayment : null, value);
    }

    public Charge DestinationPayment { get; set; }

    public bool Livemode { get; set; }

    public Dictionary<string, string> Metadata { get; set; }

    public StripeList<TransferReversal> Reversals { get; set; }

    public bool Reversed { get; set; }

    public string SourceTransactionId
    {
        get => SourceTransaction?.Id ?? field;
        set => (SourceTransaction, field) = (SourceTransaction?.Id == value ? SourceTransaction : null, value);
    }

    public Charge SourceTransaction { get; set; }

    public string SourceType { get; set; }

    public string TransferGroup { get; set; }
}
