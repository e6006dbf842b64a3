namespace O2O.Dispatch.Domain.Fares;

/// <summary>How the final price of a job is found.</summary>
public enum PricingMode
{
    /// <summary>The price of the quote stands.</summary>
    Quoted,

    /// <summary>The measured distance and time are priced; never more than what is held on the card.</summary>
    Metered,
}
