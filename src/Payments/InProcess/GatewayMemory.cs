using O2O.Dispatch.Domain.Payments;

namespace O2O.Dispatch.Payments.InProcess;

/// <summary>One operation that the in-process gateway has done.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Answer">What was answered.</param>
public sealed record GatewayMemory(GatewayRequest Request, GatewayAnswer Answer);
