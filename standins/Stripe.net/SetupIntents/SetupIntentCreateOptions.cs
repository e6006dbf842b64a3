namespace Stripe;

/// <summary>Parameters of a new setup intent.</summary>
public class SetupIntentCreateOptions : BaseOptions, IHasMetadata
{
    public SetupIntentAutomaticPaymentMethodsOptions AutomaticPaymentMethods { get; set; }

    public bool? Confirm { get; set; }

    public string Customer { get; set; }

    public string Description { get; set; }

    public Dictionary<string, string> Metadata { get; set; }

    public string OnBehalfOf { get; set; }

    public string PaymentMethod { get; set; }

    public List<string> PaymentMethodTypes { get; set; }

    public string ReturnUrl { get; set; }

    public string Usage { get; set; }

    public bool? UseStripeSdk { get; set; }
}
