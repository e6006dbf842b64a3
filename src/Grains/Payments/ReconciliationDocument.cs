using O2O.Dispatch.Contracts.Payments;

namespace O2O.Dispatch.Grains.Payments;

/// <summary>What is stored of the last comparison.</summary>
public sealed class ReconciliationDocument
{
    /// <summary>The comparison; null before the first.</summary>
    public KeptReconciliation? Last { get; set; }
}
