using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Bookings;
using O2O.Dispatch.Contracts.Chains;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Domain.Payments;

namespace O2O.Dispatch.Grains.Outbox;

public sealed partial class OutboxPump
{
    [LoggerMessage(1101, LogLevel.Information, "Outbox row {Row} failed {Attempts} times, next in {Wait}: {Fault}")]
    private static partial void PutOff(ILogger log, long row, int attempts, TimeSpan wait, string fault);

    [LoggerMessage(1102, LogLevel.Error, "Outbox row {Row} is parked after {Attempts} tries: somebody has to look")]
    private static partial void Parked(ILogger log, long row, int attempts, Exception fault);

    [LoggerMessage(1103, LogLevel.Debug, "Job {Job} refused the news of {Operation}: {Rejection}")]
    private static partial void NewsRefused(ILogger log, string job, GatewayOperation operation, Rejection rejection);

    [LoggerMessage(1105, LogLevel.Information, "Outbox row {Row} waits {Wait}: the gateway answers nobody")]
    private static partial void Paused(ILogger log, long row, TimeSpan wait);

    [LoggerMessage(1106, LogLevel.Warning, "Job {Job}: a campaign refused to {Step} voucher {Voucher}: {Why}")]
    private static partial void VoucherRefused(ILogger log, Guid job, VoucherStep step, Guid voucher, string why);

    [LoggerMessage(1107, LogLevel.Debug, "Job {Job} refused to hear that leg {From} is {Step}: {Rejection}")]
    private static partial void LegRefused(ILogger log, Guid job, Guid from, LegStep step, Rejection rejection);

    [LoggerMessage(1104, LogLevel.Warning, "The outbox sweep failed; it goes on")]
    private static partial void SweepFailed(ILogger log, Exception fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job}: {Step} of booking {Booking} was refused: {Why}.")]
    private static partial void BookingRefused(ILogger log, Guid job, BookingStep step, Guid booking, string why);
}
