using Orleans.Runtime;

namespace O2O.Dispatch.Embedded;

/// <summary>A type cannot cross a grain call: an attribute is missing or a member is mutable. The message names the type and the member.</summary>
public sealed class WireTypeException : OrleansException
{
    internal WireTypeException(string message)
        : base(message)
    {
    }
}
