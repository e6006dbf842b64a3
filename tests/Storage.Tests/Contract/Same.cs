using System.Text;
using System.Text.Json;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>Two values are the same when their documents are: records with lists compare their lists by reference.</summary>
internal static class Same
{
    public static void Job(Job expected, Job? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(Encoding.UTF8.GetString(JobCodec.WriteOrder(expected.Order)), Encoding.UTF8.GetString(JobCodec.WriteOrder(actual.Order)));
        Assert.Equal(Encoding.UTF8.GetString(JobCodec.WriteState(expected)), Encoding.UTF8.GetString(JobCodec.WriteState(actual)));
    }

    public static void Answer(StoredAnswer expected, StoredAnswer? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal((expected.Stamp, expected.At), (actual.Stamp, actual.At));
        Assert.Equal(Json(expected.Reply), Json(actual.Reply));
    }

    public static void Row(OutboxRow expected, OutboxRow actual)
    {
        Assert.Equal((expected.Id, expected.CreatedAt, expected.Attempts, expected.DueAt), (actual.Id, actual.CreatedAt, actual.Attempts, actual.DueAt));
        Assert.Equal(expected.Message.GetType(), actual.Message.GetType());
        Assert.Equal(Json(expected.Message), Json(actual.Message));
    }

    public static void Events(IEnumerable<StreamEvent> expected, IEnumerable<StreamEvent> actual) => Assert.Equal(expected.Select(Json), actual.Select(Json));

    public static string Event(JobEvent happened) => JobCodec.EventName(happened) + Encoding.UTF8.GetString(JobCodec.WriteEvent(happened));

    private static string Json(object value) => JsonSerializer.Serialize(value, value.GetType(), DispatchJson.Options);
}
