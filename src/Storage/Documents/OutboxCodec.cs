using System.Text.Json;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Storage.Documents;

/// <summary>Stored forms of outbox messages: a kind beside a document. Names here are never reused for another meaning.</summary>
internal static class OutboxCodec
{
    /// <summary>The stored name of a message's kind, UTF-8.</summary>
    public static ReadOnlySpan<byte> Kind(OutboxMessage message) => message switch
    {
        OutboxMessage.AskGateway { Request.Method: JobOrder.Wallet } => "ask_wallet"u8,
        OutboxMessage.AskGateway => "ask_gateway"u8,
        OutboxMessage.TellShard => "tell_shard"u8,
        OutboxMessage.TellProvider => "tell_provider"u8,
        OutboxMessage.SettleVoucher => "settle_voucher"u8,
        OutboxMessage.GiveVoucher => "give_voucher"u8,
        OutboxMessage.ReturnStock => "return_stock"u8,
        OutboxMessage.SettleBooking => "settle_booking"u8,
        OutboxMessage.TellLeg => "tell_leg"u8,
        _ => throw new InvalidOperationException($"No stored name for {message.GetType().Name}."),
    };

    /// <summary>Reads a message back.</summary>
    /// <param name="kind">The stored name of its kind.</param>
    /// <param name="payload">Its document.</param>
    /// <param name="view">The view that the document shares; empty when it shares none.</param>
    /// <exception cref="StoreFaultException">The kind is not known.</exception>
    /// <exception cref="JsonException">The bytes are no such document.</exception>
    public static OutboxMessage Read(string kind, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> view) => kind switch
    {
        "ask_gateway" or "ask_wallet" => StoreJson.Read<OutboxMessage.AskGateway>(payload, view),
        "tell_shard" => StoreJson.Read<OutboxMessage.TellShard>(payload, view),
        "tell_provider" => StoreJson.Read<OutboxMessage.TellProvider>(payload, view),
        "settle_voucher" => StoreJson.Read<OutboxMessage.SettleVoucher>(payload, view),
        "give_voucher" => StoreJson.Read<OutboxMessage.GiveVoucher>(payload, view),
        "settle_booking" => StoreJson.Read<OutboxMessage.SettleBooking>(payload, view),
        "tell_leg" => StoreJson.Read<OutboxMessage.TellLeg>(payload, view),
        "return_stock" => StoreJson.Read<OutboxMessage.ReturnStock>(payload, view),
        _ => throw new StoreFaultException($"The outbox holds a message of kind '{kind}', which this program does not know."),
    };
}
