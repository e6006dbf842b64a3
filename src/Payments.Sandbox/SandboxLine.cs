using System.Text.Json;

namespace O2O.Dispatch.Payments.Sandbox;

/// <summary>A call of the sandbox's journal as a line of JSON, in ASCII.</summary>
public static class SandboxLine
{
    /// <summary>A call as a line, without the line end.</summary>
    public static byte[] Write(SandboxCall call, SandboxFault fault)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteNumber("at", call.At);
            json.WriteString("account", call.Account);
            json.WriteString("method", call.Method);
            json.WriteString("path", call.Path);
            json.WriteStartArray("parameters");
            foreach (var (name, value) in call.Parameters)
            {
                json.WriteStringValue(name);
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
            if (call.IdempotencyKey is { } key)
            {
                json.WriteString("key", key);
            }

            if (fault != SandboxFault.None)
            {
                json.WriteString("fault", fault.ToString());
            }

            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    /// <summary>The call of a line.</summary>
    /// <exception cref="FormatException">The line is none.</exception>
    public static (SandboxCall Call, SandboxFault Fault) Read(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var json = document.RootElement;
            var flat = json.GetProperty("parameters").EnumerateArray().Select(item => item.GetString()!).ToList();
            var parameters = new List<KeyValuePair<string, string>>(flat.Count / 2);
            for (var at = 0; at + 1 < flat.Count; at += 2)
            {
                parameters.Add(new(flat[at], flat[at + 1]));
            }

            var call = new SandboxCall(
                json.GetProperty("at").GetInt64(),
                json.GetProperty("account").GetString()!,
                json.GetProperty("method").GetString()!,
                json.GetProperty("path").GetString()!,
                parameters,
                json.TryGetProperty("key", out var key) ? key.GetString() : null);
            return (call, json.TryGetProperty("fault", out var fault) ? Enum.Parse<SandboxFault>(fault.GetString()!) : SandboxFault.None);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"This is no call of a sandbox: {fault.Message}", fault);
        }
    }
}
