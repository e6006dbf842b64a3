namespace Stripe;

/// <summary>Parameters of a confirmation.</summary>
public class PaymentIntentConfirmOptions : BaseOptions
{
    public string CaptureMethod { get; set; }

    public bool? ErrorOnRequiresAction { get; set; }

    public bool? OffSession { get; set; }

    public string PaymentMethod { get; set; }

    public PaymentIntentPaymentMethodOptionsOptions PaymentMethodOptions { get; set; }

    public List<string> PaymentMethodTypes { get; set; }

    public string ReceiptEmail { get; set; }

    public string ReturnUrl { get; set; }

    public string SetupFutureUsage { get; set; }

    public bool? UseStripeSdk { get; set; }
}
