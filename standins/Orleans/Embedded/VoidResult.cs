namespace O2O.Dispatch.Embedded;

/// <summary>The result of a method that has none.</summary>
public readonly struct VoidResult
{
}
