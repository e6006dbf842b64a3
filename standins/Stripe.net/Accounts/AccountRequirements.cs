namespace Stripe;

/// <summary>What the account still owes to be verified.</summary>
public class AccountRequirements : StripeEntity<AccountRequirements>
{
    public DateTime? CurrentDeadline { get; set; }

    public List<string> CurrentlyDue { get; set; }

    public string DisabledReason { get; set; }

    public List<string> EventuallyDue { get; set; }

    public List<string> PastDue { get; set; }

    public List<string> PendingVerification { get; set; }
}
