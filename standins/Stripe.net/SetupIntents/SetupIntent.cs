namespace Stripe;

/// <summary>Saving a method for later use.</summary>
public class SetupIntent : StripeEntity<SetupIntent>, IHasId, IHasMetadata, IHasObject
{
    public string Id { get; set; }

    public string Object { get; set; }

    public SetupIntentAutomaticPaymentMethods AutomaticPaymentMethods { get; set; }

    public string CancellationReason { get; set; }

    public string ClientSecret { get; set; }

    public DateTime Created { get; set; }

    public string CustomerId
    {
        get => Customer?.Id ?? field;
        set => (Customer, field) = (Customer?.Id == value ? Customer : null, value);
    }

    public Customer Customer { get; set; }

    public string Description { get; set; }

    public List<string> FlowDirections { get; set; }

    public StripeError LastSetupError { get; set; }

    public bool Livemode { get; set; }

    public Dictionary<string, string> Metadata { get; set; }

    public SetupIntentNextAction NextAction { get; set; }

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

    public string Status { get; set; }

    public string Usage { get; set; }
}
