namespace O2O.Dispatch.Simulation.Demand;

/// <summary>Reads the rows of one format of trips file. Which one reads a file is chosen by its header (<see cref="TripFile"/>); a reader is bound to the columns of one header.</summary>
public interface ITripReader
{
    /// <summary>What the format is called, for messages.</summary>
    string Format { get; }

    /// <summary>Reads a row.</summary>
    /// <param name="fields">The fields in the order of the header.</param>
    /// <param name="trip">The trip.</param>
    /// <param name="fault">What is wrong with the row, a sentence; null when nothing is.</param>
    /// <returns>Whether the row is a trip.</returns>
    bool TryRead(ReadOnlySpan<string> fields, out PublishedTrip trip, out string? fault);
}
