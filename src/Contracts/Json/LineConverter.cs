using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace O2O.Dispatch.Contracts.Json;

/// <summary>Lines on a map: [longitude, latitude] pairs, written to a millionth of a degree, which is a tenth of a metre. Written by hand: a quote carries over a hundred of these numbers.</summary>
internal sealed class LineConverter : JsonConverter<ImmutableArray<ImmutableArray<double>>>
{
    private const double Scale = 1_000_000;
    private const int Longest = 40;

    /// <inheritdoc/>
    public override ImmutableArray<ImmutableArray<double>> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize<double[][]>(ref reader, options) is { } line
            ? [.. line.Select(point => point.ToImmutableArray())]
            : throw new JsonException("A line is expected: an array of [longitude, latitude] pairs.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ImmutableArray<ImmutableArray<double>> line, JsonSerializerOptions options)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(2 + (line.Length * Longest));
        var at = 0;
        buffer[at++] = (byte)'[';
        for (var i = 0; i < line.Length; i++)
        {
            if (i > 0)
            {
                buffer[at++] = (byte)',';
            }

            buffer[at++] = (byte)'[';
            at += Degrees(buffer.AsSpan(at), line[i][0]);
            buffer[at++] = (byte)',';
            at += Degrees(buffer.AsSpan(at), line[i][1]);
            buffer[at++] = (byte)']';
        }

        buffer[at++] = (byte)']';
        writer.WriteRawValue(buffer.AsSpan(0, at), skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private static int Degrees(Span<byte> target, double degrees)
    {
        var scaled = (long)Math.Round(degrees * Scale);
        var at = 0;
        if (scaled < 0)
        {
            target[at++] = (byte)'-';
            scaled = -scaled;
        }

        var (whole, part) = Math.DivRem(scaled, (long)Scale);
        Utf8Formatter.TryFormat(whole, target[at..], out var written);
        at += written;
        target[at++] = (byte)'.';
        Utf8Formatter.TryFormat(part, target[at..], out written, new StandardFormat('D', 6));
        return at + written;
    }
}
