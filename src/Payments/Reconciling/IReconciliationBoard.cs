namespace O2O.Dispatch.Payments.Reconciling;

/// <summary>The last comparison. Thread-safe.</summary>
public interface IReconciliationBoard
{
    /// <summary>Null before the first.</summary>
    Reconciliation? Latest { get; }
}
