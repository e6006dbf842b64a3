using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts;

namespace O2O.Dispatch.Grains.Payouts;

/// <content>What it logs.</content>
public sealed partial class PayoutPump
{
    [LoggerMessage(1901, LogLevel.Warning, "A look at payouts failed; the next one goes on")]
    private static partial void SweepFailed(ILogger log, Exception fault);

    [LoggerMessage(1902, LogLevel.Warning, "What job {Job} earned could not be transferred; it is put off")]
    private static partial void TransferFailed(ILogger log, string job, Exception fault);

    [LoggerMessage(1903, LogLevel.Information, "Job {Job} refused transfer {Number}: {Why}; it is decided anew")]
    private static partial void ClaimRefused(ILogger log, string job, int number, Rejection why);

    [LoggerMessage(1904, LogLevel.Warning, "The gateway could not be asked about payout {Payout}: {Why}")]
    private static partial void PayoutUnknown(ILogger log, Guid payout, string why);

    [LoggerMessage(1905, LogLevel.Warning, "The gateway could not be asked about the account of {Payee}: {Why}")]
    private static partial void PayeeUnknown(ILogger log, string payee, string why);

    [LoggerMessage(1906, LogLevel.Error, "Payout {Payout} to {Payee} failed: {Code}")]
    private static partial void PayoutFailed(ILogger log, Guid payout, string payee, string? code);
}
