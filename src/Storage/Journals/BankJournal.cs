using System.Text.Json;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Payments.InProcess;

namespace O2O.Dispatch.Storage.Journals;

/// <summary>The bank's own memory: a real one does not forget what it did because its caller died.</summary>
public static class BankJournal
{
    /// <summary>One operation as a line.</summary>
    public static byte[] Write(GatewayMemory memory) => JsonSerializer.SerializeToUtf8Bytes(memory, DispatchJson.Options);

    /// <summary>Every operation of a journal, in the order they were done; read line by line.</summary>
    /// <exception cref="StoreOpenException">A line is no operation.</exception>
    public static IEnumerable<GatewayMemory> Read(string path)
    {
        var number = 0;
        foreach (var line in LineJournal.Read(path))
        {
            number++;
            GatewayMemory memory;
            try
            {
                memory = JsonSerializer.Deserialize<GatewayMemory>(line, DispatchJson.Options) ?? throw new JsonException("An operation is expected, not null.");
            }
            catch (JsonException fault)
            {
                throw new StoreOpenException($"{path} line {number}: {fault.Message}", fault);
            }

            yield return memory;
        }
    }
}
