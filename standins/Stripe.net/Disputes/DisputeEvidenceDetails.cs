namespace Stripe;

/// <summary>Until when evidence is taken, and what came.</summary>
public class DisputeEvidenceDetails : StripeEntity<DisputeEvidenceDetails>
{
    public DateTime? DueBy { get; set; }

    public bool HasEvidence { get; set; }

    public bool PastDue { get; set; }

    public long SubmissionCount { get; set; }
}
