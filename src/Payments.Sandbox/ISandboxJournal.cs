namespace O2O.Dispatch.Payments.Sandbox;

/// <summary>Where the sandbox writes down what was done, so that it can outlive its process: the same calls in the same order, with the same source of ids, give the same state.</summary>
public interface ISandboxJournal
{
    /// <summary>Called once for each call that was carried out, before it is answered, under the sandbox's lock.</summary>
    /// <param name="call">The call.</param>
    /// <param name="fault">What went wrong with it.</param>
    void Append(SandboxCall call, SandboxFault fault);
}
