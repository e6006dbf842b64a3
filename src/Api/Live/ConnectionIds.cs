namespace O2O.Dispatch.Api.Live;

/// <summary>
/// Ids of connections that one message goes to. SignalR asks for each of its connections whether the list that it was given contains it: in a set that is one look, in a list of thousands it is thousands.
/// </summary>
internal sealed class ConnectionIds() : HashSet<string>(StringComparer.Ordinal), IReadOnlyList<string>
{
    /// <inheritdoc/>
    public string this[int index] => this.ElementAt(index);
}
