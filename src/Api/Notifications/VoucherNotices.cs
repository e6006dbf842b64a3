using System.Globalization;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts.Notifications;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Api.Notifications;

/// <summary>Tells customers of vouchers that were issued to them. What cannot be sent is logged and dropped: the voucher is in the customer's list. Of one voucher it is the same message, by its id, however often it is told.</summary>
internal sealed partial class VoucherNotices(INotifier notifier, INotificationFilter filter, IVoucherStore store, TimeProvider time, ILogger<VoucherNotices> log) : IVoucherNews
{
    /// <inheritdoc/>
    public async ValueTask Issued(Guid customer, Guid campaign, Guid? job, string code, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var to = $"customer/{customer:N}";
        if (!filter.Wants(to) || !VoucherCode.TryRead(code, out var shown, out _) || await store.Find(new CampaignId(campaign), cancellationToken) is not { } account)
        {
            return;
        }

        var text = $"You have a voucher: {account.Campaign.Name}. Its code is {shown}, good until {until.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)}.";
        try
        {
            await notifier.Send(new Notification(CommandStamp.DeterministicId($"voucher notice\n{campaign:N}\n{code}"), time.GetUtcNow(), "email", "voucher", to, text, job), cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            SendFailed(log, fault);
        }
    }

    [LoggerMessage(2062, LogLevel.Warning, "A message about a voucher could not be sent")]
    private static partial void SendFailed(ILogger log, Exception fault);
}
