namespace O2O.Dispatch.Api.Admission;

/// <summary>What makes room for offers and trips when there is more to do than the process can. Requests of a lane wait for each other and for the lanes before theirs; all that are of none go past.</summary>
public enum AdmissionLane
{
    /// <summary>Who asks for a price may order next.</summary>
    Quotes,

    /// <summary>Who only looks.</summary>
    Browsing,
}
