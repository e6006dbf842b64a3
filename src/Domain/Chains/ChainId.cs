namespace O2O.Dispatch.Domain.Chains;

/// <summary>Names a chain of jobs that were ordered together. Written as 32 lower-case hexadecimal digits.</summary>
/// <param name="Value">An id that follows from the command that ordered it.</param>
public readonly record struct ChainId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}
