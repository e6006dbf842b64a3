namespace O2O.Dispatch.Contracts.Push;

/// <summary>
/// What a node hears of the others. It follows the topics (<see cref="StreamTopics"/>) that somebody here listens to; their events come to the listeners of its <see cref="IEventBus"/>, like those that are published here.
/// Where events of others may have been missed, <see cref="Losses"/> changes: then the store has them. Thread-safe.
/// </summary>
public interface INodeLink
{
    /// <summary>Whether there are no others, and never will be: then nothing needs to be said.</summary>
    bool IsAlone { get; }

    /// <summary>Changes each time the others are heard again after events of theirs may have been missed.</summary>
    long Losses { get; }

    /// <summary>Whether the others cannot be heard at the moment.</summary>
    bool IsDeaf { get; }

    /// <summary>Messages of others that could not be read, for they are of another version, or broken.</summary>
    long Unread { get; }

    /// <summary>Hears a topic from now on. Once it is complete everything published later is heard, or <see cref="Losses"/> changes. Harmless for one that is followed. Never throws, and waits a bounded time.</summary>
    ValueTask Follow(string topic);

    /// <summary>Hears a topic no more. Harmless for one that is not followed.</summary>
    void Leave(string topic);

    /// <summary>Whether any node follows a topic, as far as can be told.</summary>
    ValueTask<bool> IsFollowed(string topic);

    /// <summary>Says to whoever hears a topic (<see cref="Hear"/>) what is no event. It is kept nowhere and said once; nobody is told when it was not heard. Never throws, and waits a bounded time.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="message">What; where it is empty nothing is said, and only the answer is wanted.</param>
    /// <returns>How many other nodes hear the topic, as far as can be told; 0 while they cannot be reached.</returns>
    ValueTask<int> Say(string topic, ReadOnlyMemory<byte> message);

    /// <summary>Hears what other nodes say on a topic (<see cref="Say"/>), from soon after the call until disposed; also again after they could not be heard. One reader hears a topic.</summary>
    /// <param name="topic">The topic, which no event goes on.</param>
    /// <param name="reader">Takes a message; quick, does not block, throws nothing, and may be called at once by several threads. False counts it as <see cref="Unread"/>.</param>
    IDisposable Hear(string topic, Func<ReadOnlyMemory<byte>, bool> reader);

    /// <summary>Takes a deed that one node alone shall do, of which all have heard.</summary>
    /// <param name="deed">What, in the same words at all nodes.</param>
    /// <returns>True for the first who asks, and where nobody can be asked: rather twice than never.</returns>
    ValueTask<bool> Claim(string deed);
}
