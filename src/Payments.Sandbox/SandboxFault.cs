namespace O2O.Dispatch.Payments.Sandbox;

/// <summary>What goes wrong with one request, on purpose.</summary>
public enum SandboxFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The card is declined.</summary>
    Decline,

    /// <summary>The request is done and the connection is cut before the answer.</summary>
    TimeOutAfter,

    /// <summary>The connection is cut before anything is done.</summary>
    TimeOutBefore,

    /// <summary>Nothing is done; the answer is 500, and stays so for the same key.</summary>
    Error500,

    /// <summary>The request is done; the answer is 500 nevertheless, and stays so for the same key.</summary>
    Error500After,

    /// <summary>The request is done and the answer comes late.</summary>
    Slow,

    /// <summary>Each event of the request is delivered twice.</summary>
    DuplicateWebhook,

    /// <summary>Each event of the request is delivered before the answer.</summary>
    EarlyWebhook,
}
