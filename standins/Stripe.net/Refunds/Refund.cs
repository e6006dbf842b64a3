namespace Stripe;

/// <summary>Money given back.</summary>
public class Refund : StripeEntity<Refund>, IHasId, IHasMetadata, IHasObject, IBalanceTransactionSource
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

    public string ChargeId
    {
        get => Charge?.Id ?? field;
        set => (Charge, field) = (Charge?.Id == value ? Charge : null, value);
    }

    public Charge Charge { get; set; }

    public DateTime Created { get; set; }

    public string Currency { get; set; }

    public string CustomerId
    {
        get => Customer?.Id ?? field;
        set => (Customer, field) = (Customer?.Id == value ? Customer : null, value);
    }

    public Customer Customer { get; set; }

    public string Description { get; set; }

    public string FailureReason { get; set; }

    public string InstructionsEmail { get; set; }

    public Dictionary<string, string> Metadata { get; set; }

    public string PaymentIntentId
    {
        get => PaymentIntent?.Id ?? field;
        set => (PaymentIntent, field) = (PaymentIntent?.Id == value ? PaymentIntent : null, value);
    }

    public PaymentIntent PaymentIntent { get; set; }

    public string PaymentMethodId
    {
        get => PaymentMethod?.Id ?? field;
        set => (PaymentMethod, field) = (PaymentMethod?.Id == value ? PaymentMethod : null, value);
    }

    public PaymentMethod PaymentMethod { get; set; }

    public string PendingReason { get; set; }

    public string Reason { get; set; }

    public string ReceiptNumber { get; set; }

    public string SourceTransferReversalId
    {
        get => SourceTransferReversal?.Id ?? field;
        set => (SourceTransferReversal, field) = (SourceTransferReversal?.Id == value ? SourceTransferReversal : null, value);
    }

    public TransferReversal SourceTransferReversal { get; set; }

    public string Status { get; set; }

    public string TransferReversalId
    {
        get => TransferReversal?.Id ?? field;
        set => (TransferReversal, field) = (TransferReversal?.Id == value ? TransferReversal : null, value);
    }

    public TransferReversal TransferReversal { get; set; }
}
