namespace O2O.Dispatch.Payments.Sandbox;

/// <summary>Decides which requests go wrong, beside the header and the test methods.</summary>
public interface ISandboxFaults
{
    /// <summary>Asked once for each request that is new to its idempotency key; a repeated one is answered from what is stored.</summary>
    /// <param name="call">The request.</param>
    SandboxFault For(SandboxCall call);
}
