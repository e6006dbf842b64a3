namespace O2O.Dispatch.Client.Http;

/// <summary>What may be repeated of a request.</summary>
internal enum Repeat
{
    /// <summary>Repeating it changes nothing or is recognised by its key: also when nobody knows what became of it.</summary>
    Freely,

    /// <summary>Only when the server says that it has not taken it in.</summary>
    WhenRefused,
}
