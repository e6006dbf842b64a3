namespace Stripe;

/// <summary>One attempt to take money from a method.</summary>
public class Charge : StripeEntity<Charge>, IHasId, IHasMetadata, IHasObject, IBalanceTransactionSource
{
    public string Id { get; set; }

    public string Object { get; set; }

    public long Amount { get; set; }

    public long AmountCaptured { get; set; }

    public long AmountRefunded { get; set; }

    public long? ApplicationFeeAmount { get; set; }

    public string BalanceTransactionId
    {
        get => BalanceTransaction?.Id ?? field;
        set => (BalanceTransaction, field) = (BalanceTransaction?.Id == value ? BalanceTransaction : null, value);
    }

    public BalanceTransaction BalanceTransaction { get; set; }

    public ChargeBillingDetails BillingDetails { get; set; }

    public string CalculatedStatementDescriptor { get; set; }

    public bool Captured { get; set; }

    public DateTime Created { get; set; }

    public string Currency { get; set; }

    public string CustomerId
    {
        get => Customer?.Id ?? field;
        set => (Customer, field) = (Customer?.Id == value ? Customer : null, value);
    }

    public Customer Customer { get; set; }

    public string Description { get; set; }

    public bool Disputed { get; set; }

    public string FailureCode { get; set; }

    public string FailureMessage { get; set; }

    public bool Livemode { get; set; }

    public Dictionary<string, string> Metadata { get; set; }

    public string OnBehalfOfId
    {
        get => OnBehalfOf?.Id ?? field;
        set => (OnBehalfOf, field) = (OnBehalfOf?.Id == value ? OnBehalfOf : null, value);
    }

    public Account OnBehalfOf { get; set; }

    public ChargeOutcome Outcome { get; set; }

    public bool Paid { get; set; }

    public string PaymentIntentId
    {
        get => PaymentIntent?.Id ?? field;
        set => (PaymentIntent, field) = (PaymentIntent?.Id == value ? PaymentIntent : null, value);
    }

    public PaymentIntent PaymentIntent { get; set; }

    public string PaymentMethod { get; set; }

    public ChargePaymentMethodDetails PaymentMethodDetails { get; set; }

    public string ReceiptEmail { get; set; }

    public string ReceiptNumber { get; set; }

    public string ReceiptUrl { get; set; }

    public bool Refunded { get; set; }

    public StripeList<Refund> Refunds { get; set; }

    public string SourceTransferId
    {
        get => SourceTransfer?.Id ?? field;
        set => (SourceTransfer, field) = (SourceTransfer?.Id == value ? SourceTransfer : null, value);
    }

    public Transfer SourceTransfer { get; set; }

    public string StatementDescriptor { get; set; }

    public string StatementDescriptorSuffix { get; set; }

    public string Status { get; set; }

    public string TransferId
    {
        get => Transfer?.Id ?? field;
        set => (Transfer, field) = (Transfer?.Id == value ? Transfer : null, value);
    }

    public Transfer Transfer { get; set; }

    public string TransferGroup { get; set; }
}
