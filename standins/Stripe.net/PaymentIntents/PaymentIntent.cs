namespace Stripe;

/// <summary>One payment, from the wish to take it to its end.</summary>
public class PaymentIntent : StripeEntity<PaymentIntent>, IHasId, IHasMetadata, IHasObject
{
    public string Id { get; set; }

    public string Object { get; set; }

    public long Amount { get; set; }

    public long AmountCapturable { get; set; }

    public PaymentIntentAmountDetails AmountDetails { get; set; }

    public long AmountReceived { get; set; }

    public long? ApplicationFeeAmount { get; set; }

    public PaymentIntentAutomaticPaymentMethods AutomaticPaymentMethods { get; set; }

    public DateTime? CanceledAt { get; set; }

    public string CancellationReason { get; set; }

    public string CaptureMethod { get; set; }

    public string ClientSecret { get; set; }

    public string ConfirmationMethod { get; set; }

    public DateTime Created { get; set; }

    public string Currency { get; set; }

    public string CustomerId
    {
        get => Customer?.Id ?? field;
        set => (Customer, field) = (Customer?.Id == value ? Customer : null, value);
    }

    public Customer Customer { get; set; }

    public string Description { get; set; }

    public StripeError LastPaymentError { get; set; }

    public string LatestChargeId
    {
        get => LatestCharge?.Id ?? field;
        set => (LatestCharge, field) = (LatestCharge?.Id == value ? LatestCharge : null, value);
    }

    public Charge LatestCharge { get; set; }

    public bool Livemode { get; set; }

    public Dictionary<string, string> Metadata { get; set; }

    public PaymentIntentNextAction NextAction { get; set; }

    public string OnBehalfOfId
    {
        get => OnBehalfOf?.Id ?? field;
        set => (OnBehalfOf, field) = (OnBehalfOf?.Id == value ? OnBehalfOf : null, value);
    }

    public Account OnBehalfOf { get; set; }

    public string PaymentMethodId
    {
        get => PaymentMethod?.Id ?? field;
        set => (PaymentMethod, field) = (PaymentMethod?.Id == value ? PaymentMethod : null, value);
    }

    public PaymentMethod PaymentMethod { get; set; }

    public List<string> PaymentMethodTypes { get; set; }

    public string ReceiptEmail { get; set; }

    public string SetupFutureUsage { get; set; }

    public string StatementDescriptor { get; set; }

    public string StatementDescriptorSuffix { get; set; }

    public string Status { get; set; }

    public PaymentIntentTransferData TransferData { get; set; }

    public string TransferGroup { get; set; }
}
