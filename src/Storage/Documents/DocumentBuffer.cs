using System.Buffers;
using System.Text.Json;

namespace O2O.Dispatch.Storage.Documents;

/// <summary>Holds the documents of one commit end to end in one array that is used again. Not thread-safe.</summary>
internal sealed class DocumentBuffer : IBufferWriter<byte>
{
    private readonly Utf8JsonWriter _writer;
    private readonly List<(int Start, int Length)> _documents = [];
    private byte[] _bytes = new byte[8_192];
    private int _used;

    public DocumentBuffer() => _writer = new Utf8JsonWriter(this, new JsonWriterOptions { SkipValidation = true });

    /// <summary>How much it can hold without growing, in bytes.</summary>
    public int Capacity => _bytes.Length;

    /// <summary>A document by its number, counted in the order of <see cref="Add"/>.</summary>
    public ReadOnlySpan<byte> this[int document] => _bytes.AsSpan(_documents[document].Start, _documents[document].Length);

    /// <summary>Drops all documents.</summary>
    public void Clear()
    {
        _documents.Clear();
        _used = 0;
    }

    /// <summary>Adds a document.</summary>
    /// <returns>Its number.</returns>
    public int Add<T>(T value, JsonSerializerOptions options)
    {
        var start = _used;
        _writer.Reset();
        JsonSerializer.Serialize(_writer, value, options);
        _writer.Flush();
        _documents.Add((start, _used - start));
        return _documents.Count - 1;
    }

    /// <summary>Adds a document as its own type is written, not as its base.</summary>
    /// <returns>Its number.</returns>
    public int AddAsItself(object value, JsonSerializerOptions options)
    {
        var start = _used;
        _writer.Reset();
        JsonSerializer.Serialize(_writer, value, value.GetType(), options);
        _writer.Flush();
        _documents.Add((start, _used - start));
        return _documents.Count - 1;
    }

    /// <inheritdoc/>
    public void Advance(int count) => _used += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsMemory(_used);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsSpan(_used);
    }

    private void Grow(int sizeHint)
    {
        if (_bytes.Length - _used < Math.Max(sizeHint, 1))
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + sizeHint));
        }
    }
}
