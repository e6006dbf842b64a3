namespace O2O.Dispatch.Domain.Fares;

/// <summary>How the final price of a job is found.</summary>
public enum PricingMode
{
    /// <summary>The price of the quote stands.</summary>
    Quoted,

    /// <summary>The measured distance and time are priced. What lies above the hold is held too where the card allows it, else charged apart.</summary>
    Metered,
}
