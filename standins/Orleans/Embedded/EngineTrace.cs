namespace O2O.Dispatch.Embedded;

/// <summary>The event hash of deterministic mode.</summary>
internal sealed class EngineTrace(bool recording) : IEngineTrace
{
    private ulong _hash = 0x6f326f2e64697370UL;

    public bool IsRecording { get; } = recording;

    public ulong Hash => _hash;

    public void Record(string kind, ReadOnlySpan<byte> data)
    {
        if (IsRecording)
            _hash = StableHash.Join(StableHash.Join(_hash, StableHash.Of(kind)), data);
    }

    public void Record(string kind, long first, long second = 0)
    {
        if (IsRecording)
            _hash = StableHash.Join(StableHash.Join(StableHash.Join(_hash, StableHash.Of(kind)), unchecked((ulong)first)), unchecked((ulong)second));
    }

    public void Record(string kind, string text)
    {
        if (IsRecording)
            _hash = StableHash.Join(StableHash.Join(_hash, StableHash.Of(kind)), StableHash.Of(text));
    }

    public void Call(ulong target, ulong method, ulong caller, long now) =>
        _hash = StableHash.Join(StableHash.Join(StableHash.Join(StableHash.Join(_hash, target), method), caller), unchecked((ulong)now));
}
